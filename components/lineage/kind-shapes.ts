import type { NodeKind } from "@/lib/lineage/node-ref";

/** The silhouettes of kinds: outline first, then glyph, then colour. `expected` and `hidden` are dashed squares with no fill. */
export type KindShape = "source" | "dataset" | "feature" | "featuregroup" | "model" | "deployment" | "prediction" | "job" | "party" | "expected" | "hidden";

type Attributes = Record<string, string | number>;
type Part = { tag: "circle" | "rect" | "path" | "polygon"; paint: "fill" | "soft-fill" | "line" | "dot" | "outline" | "dashes" | "ink"; at: Attributes };

const path = (paint: Part["paint"], d: string, more: Attributes = {}): Part => ({ tag: "path", paint, at: { d, ...more } });
const circle = (paint: Part["paint"], cx: number, cy: number, r: number): Part => ({ tag: "circle", paint, at: { cx, cy, r } });
const rect = (paint: Part["paint"], x: number, y: number, width: number, height: number, rx: number): Part => ({ tag: "rect", paint, at: { x, y, width, height, rx } });
const dashedSquare = rect("dashes", 2.5, 2.5, 19, 19, 3);
const featureScaled = { transform: "translate(0 4.6) scale(.81)" };
const FEATURE = "M12 1.8 22.2 12 12 22.2 1.8 12Z";
const FEATURE_GLYPH = "M14.8 7.6c-1.7-.8-2.6.2-2.9 1.8l-1 5.3c-.3 1.6-1.2 2.5-2.7 1.8M9 11.6h5.2";
const lockScaled = { transform: "translate(5.6 5.4) scale(.53)", "stroke-width": 2.6 };

/** Each shape on a 24 by 24 grid. */
const PARTS: Record<KindShape, Part[]> = {
  source: [circle("fill", 12, 12, 10.5), path("line", "M5.5 12h2.7l2-4.8 3.2 9.6 2.1-4.8h3")],
  dataset: [rect("fill", 2, 2, 20, 20, 3), path("line", "M6.2 7.6h11.6M6.2 12h11.6M6.2 16.4h7")],
  feature: [path("soft-fill", FEATURE), path("line", FEATURE_GLYPH)],
  featuregroup: [path("outline", "M7.5 1.6h12.4a2.5 2.5 0 0 1 2.5 2.5v12.4"), path("soft-fill", FEATURE, featureScaled), path("line", FEATURE_GLYPH, featureScaled)],
  model: [
    path("soft-fill", "M12 1.8 21 6.9v10.2l-9 5.1-9-5.1V6.9Z"), path("line", "M8.2 9.2 12 15.6l3.8-6.4Z"),
    circle("dot", 8.2, 9, 1.9), circle("dot", 15.8, 9, 1.9), circle("dot", 12, 15.8, 1.9),
  ],
  deployment: [rect("fill", 1.5, 3, 21, 8.2, 2.4), rect("fill", 1.5, 12.8, 21, 8.2, 2.4), path("line", "M6 7.1h.01M10.5 7.1h7M6 16.9h.01M10.5 16.9h7")],
  prediction: [path("soft-fill", "M2.5 4.5h12.3L22 12l-7.2 7.5H2.5Z"), circle("line", 10.6, 12, 3.4), circle("dot", 10.6, 12, 1)],
  job: [
    {
      tag: "polygon",
      paint: "fill",
      at: { points: "19.8,9.6 22.8,9.8 22.8,14.2 19.8,14.4 19.3,15.8 21.2,18.1 18.1,21.2 15.8,19.3 14.4,19.8 14.2,22.8 9.8,22.8 9.6,19.8 8.2,19.3 5.9,21.2 2.8,18.1 4.7,15.8 4.2,14.4 1.2,14.2 1.2,9.8 4.2,9.6 4.7,8.2 2.8,5.9 5.9,2.8 8.2,4.7 9.6,4.2 9.8,1.2 14.2,1.2 14.4,4.2 15.8,4.7 18.1,2.8 21.2,5.9 19.3,8.2" },
    },
    path("dot", "M9.8 8.2v7.6l6-3.8Z"),
  ],
  party: [rect("fill", 2, 2, 20, 20, 10), circle("line", 12, 9.4, 2.9), path("line", "M6.6 17.6c.8-2.4 2.8-3.6 5.4-3.6s4.6 1.2 5.4 3.6")],
  expected: [dashedSquare, path("ink", "M9.4 9.2a2.7 2.7 0 1 1 3.8 2.6c-.9.5-1.2 1-1.2 1.9M12 16.8h.01", { "stroke-width": 1.8 })],
  hidden: [
    dashedSquare,
    { tag: "rect", paint: "ink", at: { width: 18, height: 11, x: 3, y: 11, rx: 2, ...lockScaled } },
    path("ink", "M7 11V7a5 5 0 0 1 10 0v4", lockScaled),
  ],
};

/** The token that colours a shape. */
export const SHAPE_COLOR: Record<KindShape, string> = {
  source: "--color-kind-source",
  dataset: "--color-kind-dataset",
  feature: "--color-kind-feature",
  featuregroup: "--color-kind-feature",
  model: "--color-kind-model",
  deployment: "--color-kind-deployment",
  prediction: "--color-kind-prediction",
  job: "--color-kind-job",
  party: "--color-kind-group",
  expected: "--color-control",
  hidden: "--color-control",
};

const SHAPE_OF: Record<NodeKind, KindShape> = {
  source: "source",
  dataset: "dataset",
  featuregroup: "featuregroup",
  model: "model",
  batch: "dataset",
  column: "dataset",
  feature: "feature",
  featureset: "feature",
  deployment: "deployment",
  job: "job",
  jobversion: "job",
  run: "job",
  prediction: "prediction",
  party: "party",
  incident: "prediction",
};

/** The shape of a node: `null` kind is a node that may not be seen, state `missing` one that was named and never recorded. */
export function shapeOf(kind: NodeKind | null, state?: string | null): KindShape {
  if (kind === null) return "hidden";
  return state === "missing" ? "expected" : SHAPE_OF[kind];
}

function painted(part: Part, color: string, onColor: string, ink: string): Attributes {
  const round = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  switch (part.paint) {
    case "fill": return { fill: color, ...part.at };
    case "soft-fill": return { fill: color, stroke: color, "stroke-width": 2, "stroke-linejoin": "round", ...part.at };
    case "line": return { fill: "none", stroke: onColor, "stroke-width": 1.7, ...round, ...part.at };
    case "dot": return { fill: onColor, ...part.at };
    case "outline": return { fill: "none", stroke: color, "stroke-width": 1.8, "stroke-linecap": "round", ...part.at };
    case "dashes": return { fill: "none", stroke: color, "stroke-width": 1.6, "stroke-dasharray": "3 2.6", ...part.at };
    case "ink": return { fill: "none", stroke: ink, ...round, ...part.at };
  }
}

/** A second outline behind, as a group has it, and the shape a little smaller before it. */
export function groupMarkup(shape: KindShape, color: string, onColor: string, ink: string): string {
  const behind = `<path d="M7.5 1.6h12.4a2.5 2.5 0 0 1 2.5 2.5v12.4" fill="none" stroke="${color}" stroke-width="1.8" stroke-linecap="round"/>`;
  return `${behind}<g transform="translate(0 4.6) scale(.81)">${shapeMarkup(shape === "featuregroup" ? "feature" : shape, color, onColor, ink)}</g>`;
}

/** The SVG markup inside a 24 by 24 view box. Colours are any CSS colour: token references in the page, plain values in a data URI. */
export function shapeMarkup(shape: KindShape, color: string, onColor: string, ink: string): string {
  return PARTS[shape]
    .map((part) => `<${part.tag} ${Object.entries(painted(part, color, onColor, ink)).map(([name, value]) => `${name}="${value}"`).join(" ")}/>`)
    .join("");
}
