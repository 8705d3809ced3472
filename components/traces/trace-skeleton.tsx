import { Skeleton } from "@/components/ui/skeleton";

const ROWS = [
  { indent: 0, left: 0, width: 96 },
  { indent: 18, left: 1, width: 94 },
  { indent: 36, left: 3, width: 12 },
  { indent: 36, left: 16, width: 40 },
  { indent: 54, left: 18, width: 9 },
  { indent: 54, left: 28, width: 27 },
  { indent: 36, left: 58, width: 36 },
  { indent: 54, left: 60, width: 30 },
];

/** A trace while it loads: header and a waterfall in their places. */
export function TraceSkeleton() {
  return (
    <div role="status" aria-label="Loading the trace" className="flex-1 bg-surface-1 p-4">
      <Skeleton className="h-4 w-80 max-w-full" />
      <Skeleton className="mt-4 w-72 max-w-full" />
      <div className="mt-16 grid gap-5">
        {ROWS.map((row) => (
          <div key={`${row.indent}-${row.left}`} className="grid grid-cols-[minmax(120px,372px)_1fr] gap-6">
            <span style={{ paddingLeft: row.indent }}>
              <Skeleton className="w-40 max-w-full" />
            </span>
            <span style={{ paddingLeft: `${row.left}%` }}>
              <span className="block" style={{ width: `${row.width}%` }}>
                <Skeleton />
              </span>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
