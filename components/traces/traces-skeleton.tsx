import { Panel } from "@/components/ui/panel";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** The trace list while it loads, in its final shape. */
export function TracesSkeleton() {
  return (
    <div className="grid gap-3">
      <Panel flush title="Duration over time">
        <div className="flex h-[228px] flex-col justify-between p-4">
          {[0, 1, 2, 3].map((line) => (
            <Skeleton key={line} className="h-px w-full" />
          ))}
        </div>
      </Panel>
      <Panel flush title="Traces">
        <SkeletonRows rows={9} label="Loading traces" />
      </Panel>
    </div>
  );
}
