import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { EDGE_FIGURES, PANEL_TABS } from "@/components/graph/graph-url";
import { parseAsDuration } from "@/lib/client/scope-params";
import { GraphType } from "@/lib/model/graph";

/** The graph page's own part of the URL; mesh, namespaces and time are in lib/client/scope-params.ts. */
export const graphParams = {
  type: parseAsStringLiteral(GraphType.options).withDefault("versionedApp"),
  view: parseAsStringLiteral(["graph", "table"] as const),
  find: parseAsString.withDefault(""),
  hide: parseAsString.withDefault(""),
  sel: parseAsString,
  tab: parseAsStringLiteral(PANEL_TABS).withDefault("traffic"),
  labels: parseAsArrayOf(parseAsStringLiteral(EDGE_FIGURES)).withDefault(["rate", "errors", "p95"]),
  idle: parseAsBoolean.withDefault(true),
  boxes: parseAsBoolean.withDefault(true),
  animate: parseAsBoolean.withDefault(true),
  legend: parseAsBoolean.withDefault(true),
  range: parseAsDuration.withDefault(3600),
  open: parseAsArrayOf(parseAsString).withDefault([]),
};
