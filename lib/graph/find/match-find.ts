import type { Graph, GraphNode } from "../../model/graph";
import { FIND_FIELDS, type FindItem } from "./find-fields";
import type { FindExpr, NumberOp, TextOp } from "./parse-find";

/** undefined: the question does not apply to this kind of item. NOT leaves that as it is. */
type Answer = boolean | undefined;

/** Ids of the nodes and edges an expression names. Null expression: none. */
export interface FindResult {
  nodes: Set<string>;
  edges: Set<string>;
}

/** All nodes and edges of a graph for which `expr` holds. */
export function matchFind(graph: Pick<Graph, "nodes" | "edges">, expr: FindExpr | null): FindResult {
  const result: FindResult = { nodes: new Set(), edges: new Set() };
  if (!expr) return result;
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const node of graph.nodes) if (evaluateFind(expr, { kind: "node", node })) result.nodes.add(node.id);
  for (const edge of graph.edges) {
    const item: FindItem = { kind: "edge", edge, ...ends(byId, edge.source, edge.target) };
    if (evaluateFind(expr, item)) result.edges.add(edge.id);
  }
  return result;
}

function ends(byId: ReadonlyMap<string, GraphNode>, source: string, target: string) {
  const [from, to] = [byId.get(source), byId.get(target)];
  return { ...(from ? { source: from } : {}), ...(to ? { target: to } : {}) };
}

/** Three-valued: true, false, or undefined where the question does not apply. */
export function evaluateFind(expr: FindExpr, item: FindItem): Answer {
  switch (expr.type) {
    case "not": {
      const inner = evaluateFind(expr.part, item);
      return inner === undefined ? undefined : !inner;
    }
    case "and":
      return fold(
        expr.parts.map((part) => evaluateFind(part, item)),
        false,
      );
    case "or":
      return fold(
        expr.parts.map((part) => evaluateFind(part, item)),
        true,
      );
    default:
      return evaluateTerm(expr, item);
  }
}

/** `decisive` false: AND; true: OR. One decisive answer decides; else "does not apply" wins. */
function fold(answers: readonly Answer[], decisive: boolean): Answer {
  if (answers.includes(decisive)) return decisive;
  return answers.includes(undefined) ? undefined : !decisive;
}

function evaluateTerm(expr: Extract<FindExpr, { field: string }>, item: FindItem): Answer {
  const field = FIND_FIELDS[expr.field];
  if (field?.type === "flag") return field.ask(item);
  if (field?.type === "number" && expr.type === "number") {
    const value = field.ask(item);
    return value === undefined || value === null ? undefined : compareNumber(value, expr.op, expr.value);
  }
  if (field?.type === "text" && expr.type === "text") {
    const values = field.ask(item);
    return values === undefined ? undefined : compareText(values, expr.op, expr.value.toLowerCase());
  }
  return undefined;
}

function compareNumber(value: number, op: NumberOp, wanted: number): boolean {
  switch (op) {
    case ">":
      return value > wanted;
    case "<":
      return value < wanted;
    case ">=":
      return value >= wanted;
    case "<=":
      return value <= wanted;
    case "=":
      return Math.abs(value - wanted) <= Math.abs(wanted) * 1e-9;
    case "!=":
      return Math.abs(value - wanted) > Math.abs(wanted) * 1e-9;
  }
}

/** Any of the values may fit; a negated operator asks that none does. Case does not matter. */
function compareText(values: readonly string[], op: TextOp, wanted: string): boolean {
  if (op.startsWith("!")) return !compareText(values, (op === "!=" ? "=" : op.slice(1)) as TextOp, wanted);
  const lower = values.map((value) => value.toLowerCase());
  if (op === "=") return lower.includes(wanted);
  if (op === "~") return lower.some((value) => value.includes(wanted));
  return lower.some((value) => (op === "^=" ? value.startsWith(wanted) : value.endsWith(wanted)));
}
