import { VersionTag } from "@/components/ui/version-tag";
import { versionSeries } from "@/lib/client/version-series";
import type { GraphNode } from "@/lib/model/graph";
import { isOneOfVersions } from "../node-words";

/** A node's name with its version tag; a button that selects it when `onSelect` is given. */
export function NodeName({ node, onSelect }: { node: GraphNode; onSelect?: (id: string) => void }) {
  const versioned = isOneOfVersions(node);
  const body = (
    <>
      <span className="min-w-0 [overflow-wrap:anywhere]">{node.name}</span>
      {versioned ? <VersionTag name={node.version ?? ""} series={versionSeries(node.version ?? "")} /> : null}
    </>
  );
  if (!onSelect) return <span className="inline-flex min-w-0 items-center gap-1.5">{body}</span>;
  return (
    <button
      type="button"
      onClick={() => onSelect(node.id)}
      className="inline-flex min-w-0 items-center gap-1.5 rounded-1 text-left hover:underline"
    >
      {body}
    </button>
  );
}
