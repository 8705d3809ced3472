import type { Attributes, AttributeValue } from "../model/span";
import { operationOf } from "./span-facts";
import type { TraceNode, TraceTree } from "./trace-tree";

interface Term {
  text: string;
  /** for key=value */
  key: string;
  value: string;
}

/** Words of a query: split at spaces outside quotes, lower case. "-key" leaves attributes of that name out of the search. */
function parseTerms(query: string): { terms: Term[]; skip: Set<string> } {
  const terms: Term[] = [];
  const skip = new Set<string>();
  for (const match of query.toLowerCase().matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const text = match[0].replace(/"/g, "");
    if (text.startsWith("-") && text.length > 1) {
      skip.add(text.slice(1));
      continue;
    }
    const equals = text.indexOf("=");
    if (text)
      terms.push({
        text,
        key: equals > 0 ? text.slice(0, equals) : "",
        value: equals > 0 ? text.slice(equals + 1) : "",
      });
  }
  return { terms, skip };
}

/**
 * Positions of the spans in which every word is found: in the service, operation, status message, the span id (whole), an
 * attribute's or resource attribute's key or value, `key=value` (value from its start), or an event. Empty query: none.
 */
export function findInTrace(tree: TraceTree, query: string): Set<number> {
  const { terms, skip } = parseTerms(query);
  const found = new Set<number>();
  if (terms.length === 0) return found;
  for (const node of tree.nodes) if (terms.every((term) => holds(node, term, skip))) found.add(node.index);
  return found;
}

function holds(node: TraceNode, term: Term, skip: Set<string>): boolean {
  const { span } = node;
  if (span.spanId === term.text || node.id === term.text) return true;
  const names = [span.service, span.name, operationOf(span), span.statusMessage];
  if (names.some((name) => name.toLowerCase().includes(term.text))) return true;
  return (
    inAttributes(span.attributes, term, skip) ||
    inAttributes(span.resource, term, skip) ||
    span.events.some(
      (event) => event.name.toLowerCase().includes(term.text) || inAttributes(event.attributes, term, skip),
    )
  );
}

function inAttributes(attributes: Attributes, term: Term, skip: Set<string>): boolean {
  for (const key in attributes) {
    const name = key.toLowerCase();
    if (skip.has(name)) continue;
    const value = plain(attributes[key]).toLowerCase();
    if (
      term.key
        ? name === term.key && value.startsWith(term.value)
        : name.includes(term.text) || value.includes(term.text)
    ) {
      return true;
    }
  }
  return false;
}

function plain(value: AttributeValue | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
