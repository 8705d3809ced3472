import { ArrowDown, ArrowUp } from "lucide-react";

/** Which way a column is sorted; keeps its place when it is not. */
export function SortMark({ direction }: { direction: false | "asc" | "desc" }) {
  if (direction === "asc") return <ArrowUp className="size-3" aria-hidden="true" />;
  if (direction === "desc") return <ArrowDown className="size-3" aria-hidden="true" />;
  return <span className="size-3" aria-hidden="true" />;
}
