import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";

/** The page while it loads, in its final shape. */
export function ShiftSkeleton() {
  return (
    <div className="grid items-start gap-3 p-4 pt-3 max-sm:p-3 lg:grid-cols-[minmax(400px,468px)_minmax(0,1fr)]">
      <Panel flush title="What you want">
        <SkeletonRows rows={7} label="Loading the split" />
      </Panel>
      <Panel flush title="What will change">
        <SkeletonRows rows={3} label="Loading" />
      </Panel>
    </div>
  );
}
