import { ChevronRight } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Panel } from "@/components/ui/panel";
import type { MtlsOverview } from "@/lib/model/mtls-overview";
import { ShareBar } from "./share-bar";
import { StageMark } from "./stage-mark";
import { callerWords, openCallers } from "./stage-words";

/** Every namespace with its stage, its share and how many callers stand in the way. */
export function NamespaceList({
  overview,
  selected,
  onSelect,
}: {
  overview: MtlsOverview;
  selected: string | undefined;
  onSelect: (namespace: string) => void;
}) {
  const known = overview.gaps.length === 0;
  return (
    <Panel title="Namespaces" flush>
      <ul aria-label="Namespaces">
        {overview.namespaces.map(({ namespace, stage, mtlsShare, workloads }) => {
          const callers = new Set(openCallers(overview, namespace).map(({ caller }) => caller.name)).size;
          return (
            <li key={namespace} className="border-b border-border-1">
              <button
                type="button"
                aria-pressed={selected === namespace}
                onClick={() => onSelect(namespace)}
                className={cn(
                  "grid min-h-14 w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-3.5 py-2 text-left hover:bg-surface-2",
                  "sm:grid-cols-[120px_130px_minmax(0,1fr)_130px_14px]",
                  selected === namespace && "bg-accent-bg",
                )}
              >
                <span className="min-w-0">
                  <span className="block truncate font-medium">{namespace}</span>
                  <span className="text-xs text-text-3">
                    {workloads} workload{workloads === 1 ? "" : "s"}
                  </span>
                </span>
                <StageMark stage={stage} />
                <span className="max-sm:col-span-2">
                  <ShareBar share={mtlsShare} known={known} />
                </span>
                <span className={cn("text-xs max-sm:col-span-2", callers > 0 ? "text-plain-fg" : "text-text-3")}>
                  {callerWords(callers, known)}
                </span>
                <ChevronRight aria-hidden="true" className="size-3.5 text-text-3 max-sm:hidden" />
              </button>
            </li>
          );
        })}
      </ul>
      <p className="px-3.5 py-2.5 text-xs text-text-3">
        Stages: permissive takes both, watching takes both on purpose and counts plaintext until it is quiet, strict
        refuses it.
      </p>
    </Panel>
  );
}
