import { CARD } from "@/lib/layout/layered";
import type { Picture, PictureNode } from "@/lib/layout/picture";
import { heightOf, listsOf } from "@/lib/layout/picture-parts";
import { bends, edgeEnds, type Point } from "./edge-path";
import { openHeight } from "./group-size";

type Box = { left: number; right: number; top: number; bottom: number };
/** What an edge goes around; its own ends are no obstacle to it. */
type Obstacle = Box & { of: string };
type Column = { left: number; right: number; boxes: Obstacle[] };

/** How near an edge may come to a card that it passes. */
const MARGIN = 12;
/** How far beside a column an edge has become level. */
const LEVEL = 12;
/** How far beside its card an edge that runs back turns. */
const TURN = 20;
const SAMPLES = 24;

/** Finds ways for edges that run through no card. Made once for a picture. */
export class EdgeRouter {
  private readonly columns: Column[];

  constructor(picture: Pick<Picture, "nodes" | "columns">) {
    const byX = new Map<number, Obstacle[]>();
    const add = (x: number, obstacle: Obstacle) => byX.set(x, [...(byX.get(x) ?? []), obstacle]);
    for (const node of picture.nodes) add(node.x, boxOf(node));
    for (const { of, x, top, height } of listsOf(picture)) add(x, { of, left: x - CARD.width / 2, right: x + CARD.width / 2, top, bottom: top + height });
    this.columns = [...byX].sort(([a], [b]) => a - b).map(([, boxes]) => ({
      left: Math.min(...boxes.map(({ left }) => left)), right: Math.max(...boxes.map(({ right }) => right)), boxes: boxes.sort((a, b) => a.top - b.top),
    }));
  }

  /** The points that bend the edge between two cards: control points of a quadratic B-spline, as Cytoscape draws them. */
  route(from: PictureNode, to: PictureNode): Point[] {
    const ends = edgeEnds(from, to);
    const simple = bends(ends);
    const runsBack = ends.end.x <= ends.start.x;
    if (!runsBack && this.isFree(curve(ends.start, simple, ends.end), new Set([from, to].map(cardOf)))) return simple;

    const [low, high] = runsBack ? [to.x, from.x] : [from.x + 1, to.x - 1];
    const passed = this.columns.filter(({ left, right }) => (left + right) / 2 >= low - 0.5 && (left + right) / 2 <= high + 0.5);
    if (runsBack) passed.reverse();
    const points: Point[] = runsBack ? [{ x: ends.start.x + TURN, y: ends.start.y }] : [];
    let lane: number | null = null;
    passed.forEach((column, index) => {
      const wanted = lane ?? ends.start.y + ((ends.end.y - ends.start.y) * (index + 1)) / (passed.length + 1);
      const y = freeHeight(column, wanted);
      const [near, far] = runsBack ? [column.right + LEVEL, column.left - LEVEL] : [column.left - LEVEL, column.right + LEVEL];
      const inward = runsBack ? -2 * LEVEL : 2 * LEVEL;
      // still the same lane: it runs on
      if (y === lane) points.splice(-2);
      else points.push({ x: near, y }, { x: near + inward, y });
      points.push({ x: far - inward, y }, { x: far, y });
      lane = y;
    });
    if (runsBack) return [points[0]!, { x: points[0]!.x, y: points[1]!.y }, ...points.slice(1), { x: ends.end.x - TURN, y: points.at(-1)!.y }, { x: ends.end.x - TURN, y: ends.end.y }];
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return simple;
    return [{ x: between(ends.start.x, first.x), y: ends.start.y }, ...points, { x: between(ends.end.x, last.x), y: ends.end.y }];
  }

  private isFree(line: readonly Point[], own: ReadonlySet<string>): boolean {
    return line.every((point) => this.columns.every((column) =>
      point.x < column.left || point.x > column.right || column.boxes.every((box) => own.has(box.of) || !isIn(point, box, MARGIN)),
    ));
  }
}

/** The card that a row of a list belongs to; a card's own id. */
const cardOf = ({ id, within }: PictureNode): string => within ?? id;

function boxOf(node: PictureNode): Obstacle {
  const { id, x, y } = node;
  const half = heightOf(node) / 2;
  return { of: id, left: x - CARD.width / 2, right: x + CARD.width / 2, top: y - half, bottom: y + half + openHeight(node) };
}

/** True for a point in a box, or as near to it as `margin` above and below. */
export function isIn({ x, y }: Point, box: Box, margin = 0): boolean {
  return x > box.left && x < box.right && y > box.top - margin && y < box.bottom + margin;
}

/** The height nearest to the wanted one at which nothing stands in a column. */
function freeHeight({ boxes }: Column, wanted: number): number {
  const blocking = boxes.map(({ top, bottom }) => ({ top: top - MARGIN, bottom: bottom + MARGIN }));
  const isFree = (y: number) => blocking.every(({ top, bottom }) => y <= top || y >= bottom);
  if (isFree(wanted)) return wanted;
  const edges = blocking.flatMap(({ top, bottom }) => [top, bottom]).filter(isFree);
  return edges.reduce((best, y) => (Math.abs(y - wanted) < Math.abs(best - wanted) ? y : best), edges[0] ?? wanted);
}

const between = (end: number, level: number): number => end + (level - end) * 0.5;

/** Points along the curve that the control points describe. */
export function curve(start: Point, controls: readonly Point[], end: Point): Point[] {
  const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  return controls.flatMap((control, i) => {
    const a = i === 0 ? start : middle(controls[i - 1]!, control);
    const b = i === controls.length - 1 ? end : middle(control, controls[i + 1]!);
    return Array.from({ length: SAMPLES + 1 }, (_, step) => {
      const t = step / SAMPLES;
      return {
        x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * control.x + t ** 2 * b.x,
        y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * control.y + t ** 2 * b.y,
      };
    });
  });
}
