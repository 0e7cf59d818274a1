import type { Expansion } from "@/lib/explorer-view";
import type { Difference } from "@/lib/lineage/compare-graphs";
import type { ImpactClass } from "@/lib/lineage/impact-classes";
import type { GroupBy } from "@/lib/lineage/grouping";
import type { NodeBrief } from "@/lib/lineage/node-brief";
import type { NodeMarks } from "@/lib/lineage/node-marks";
import type { NodeKind } from "@/lib/lineage/node-ref";

export type Confidence = "observed" | "declared" | "inferred";
export type PerSide = { upstream: number; downstream: number };

/** What the drawing needs of one node of a graph answer. A node that may not be seen has no `ref` and no kind, and an `id` for this answer only. */
export type AnswerNode = {
  ref: string | null;
  id?: string;
  kind?: NodeKind | null;
  namespace?: string | null;
  name?: string | null;
  version?: string | null;
  state?: string | null;
  /** Reference of a party. */
  owner?: string | null;
  /** When it happened (instances) or was first seen. */
  at?: string | null;
  conflict?: boolean | null;
  distance: number;
  /** Present neighbours that are not in the answer. */
  more?: PerSide | null;
  /** In a comparison: how it differs from the other instant. */
  change?: Difference;
};

/** An edge of a graph answer; `from` and `to` are references, or the `id` of what may not be seen. Times are RFC 3339. */
export type AnswerEdge = {
  from: string;
  to: string;
  confidence: Confidence;
  stale: boolean;
  firstSeen?: string | null;
  lastSeen?: string | null;
  /** Why it is there: `input`, `output`, `dependency`, `column` ...; absent where it would tell too much. */
  rel?: string | null;
  role?: string | null;
  /** In a comparison: how it differs from the other instant. */
  change?: Difference;
};

export type Watermark = { sequence: number; recordedAt: string | null; lagMs: number; deadLetters: number };

/** The answer of `GET /api/v1/graph`, as far as the drawing needs it. */
export type GraphAnswer = {
  nodes: readonly AnswerNode[];
  edges: readonly AnswerEdge[];
  counts: { total: number; shown: number; hiddenByLimit: number; hiddenByAccess: number };
  complete: boolean;
  asOf: string | null;
  watermark: Watermark;
};

/** What the loss of something does to a node: its class, or that it is what is gone; and why. */
export type Fate = { class: ImpactClass | "gone"; why: string };

/** A member of an opened group, as a row of its card. */
export type GroupRow = Pick<PictureNode, "kind" | "namespace" | "name" | "version" | "state" | "owner" | "at" | "conflict"> & {
  ref: string;
  /** What a prediction said. */
  output?: unknown;
};

export type PictureGroup = {
  /** How many it stands for; `null` for more than were counted. */
  size: number | null;
  kinds: readonly { kind: NodeKind; count: number }[];
  /** States that depart from normal. */
  states: readonly { state: string; count: number }[];
  /** Of the card that holds what is too small for one of its own: how many groups that is; else 0. */
  groups: number;
  canOpen: boolean;
  /** A page of its members, when it is open; `from` is how many come before them. */
  open: { rows: readonly GroupRow[]; from: number } | null;
  /** Where all its members are listed; `null` where no list has just them. */
  list: string | null;
};

/** A card. `id` is the reference, or stands for `hidden` nodes that may not be seen. `x`, `y`: middle of the card. */
export type PictureNode = {
  id: string;
  ref: string | null;
  kind: NodeKind | null;
  namespace: string;
  name: string;
  version: string | null;
  state: string | null;
  owner: string | null;
  at: string | null;
  conflict: boolean;
  distance: number;
  /** Neighbours that are not drawn, behind the tabs. */
  behind: PerSide;
  /** How many unseen nodes this card stands for; 0 for a node that is seen. */
  hidden: number;
  /** As declared; absent where they were not read. */
  tags?: readonly string[];
  /** In a picture of an impact. */
  fate?: Fate;
  /** A card that stands for several: what they are. It has no `ref`. */
  group?: PictureGroup;
  /** In a picture of two instants. */
  change?: Difference;
  /** What is to be seen of it at a glance; absent when nothing is known, or it was not asked for. */
  marks?: NodeMarks;
  /** In the picture's units; a card's when absent. */
  height?: number;
  /** Of a row in a list of columns: the id of its card, and what else the row says (the column's type). */
  within?: string;
  note?: string | null;
  column: number;
  x: number;
  y: number;
};

/** A column of data, or a feature of a group, in the order in which a list shows them. */
export type ColumnItem = Omit<NodeBrief, "kind"> & { kind: "column" | "feature"; type: string | null; /** Present neighbours, drawn or not. */ neighbours: PerSide };
/** What opened data hold. `total` counts all of them. */
export type ColumnsOf = { ref: string; total: number; items: ColumnItem[] };

/** A part of a list of columns: `rows` are ids of rows, `first` the place of the first of them; `rest` more can be opened after it. */
export type ColumnList = {
  /** The id of the card that it belongs to; it hangs on it, or lies where there was room. */
  of: string;
  isAttached: boolean;
  /** The column that was followed to it; `null` when it was opened by itself. */
  by: string | null;
  column: number;
  x: number;
  top: number;
  height: number;
  first: number;
  total: number;
  rest: number;
  rows: readonly string[];
};

/** What is drawn of columns: lists at cards, their rows, and the edges that begin or end at a row. */
export type PictureColumns = { lists: ColumnList[]; rows: PictureNode[]; edges: PictureEdge[] };

/** A line between two cards, in the direction of data flow. */
export type PictureEdge = {
  id: string;
  from: string;
  to: string;
  confidence: Confidence;
  stale: boolean;
  firstSeen: string | null;
  lastSeen: string | null;
  rel: string | null;
  role: string | null;
  /** How many nodes that are not shown stand between the two; absent for an edge of the graph. */
  through?: number;
  /** It is part of a way between the two chosen nodes. */
  onPath?: true;
  /** In a picture of an impact: the class of what it leads to. */
  fate?: ImpactClass;
  /** In a picture of groups: how many links it stands for (`null`: more than were counted), and the weakest evidence among them. */
  links?: { count: number | null; weakest: Confidence };
  /** In a picture of two instants. */
  change?: Difference;
};

/** The two instants of a comparison, and whether the start was there at either. `to` is `null` for now. */
export type ComparedInstants = { from: string; to: string | null; there: { from: boolean; to: boolean } };

/** All that is drawn, with where. The outline and the picture both come from it, so they cannot disagree. */
export type Picture = {
  start: string;
  nodes: PictureNode[];
  edges: PictureEdge[];
  counts: {
    /** Cards of nodes that may be seen. */
    shown: number;
    /** `shown` and what is behind the counts or over the limit. A node behind two counts is in it twice. */
    total: number;
    behindCounts: number;
    hiddenByLimit: number;
    hiddenByAccess: number;
    /** Cards taken out by hand, and cards and edges that the filter leaves out; absent where nothing is. */
    hiddenByHand?: number;
    leftOutByFilter?: number;
    edgesLeftOut?: number;
    /** In closed groups, or beyond the rows of an open one. */
    inGroups?: number;
    /** Job versions between two data: the edges of a grouped picture stand for them. */
    onEdges?: number;
    /** Predictions that are told by their number. */
    rolledUp?: number;
    /** Taken out of a picture of two instants, because it is the same at both. */
    unchanged?: number;
  };
  /** By what the picture is put together in groups, if it is. */
  groupedBy?: GroupBy;
  /** It is in groups because so many would be too many cards. */
  groupedByItself?: number;
  /** Edges of a grouped picture that stand for the fewest links, and are not drawn: how many, and for how many links at most each. */
  faint?: { edges: number; linksEach: number };
  complete: boolean;
  asOf: string | null;
  watermark: Watermark;
  /** What was to be expanded and is not there (any more). */
  notFound: Expansion[];
  /** In a picture of two instants. */
  compared?: ComparedInstants;
  /** The marks of its nodes could not be read. */
  withoutMarks?: true;
  /** Absent while nothing is opened into its columns. */
  columns?: PictureColumns;
};
