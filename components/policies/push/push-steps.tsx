import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { clock } from "@/lib/client/format/time";
import type { Change } from "@/lib/model/change";
import type { Progress } from "./propagation";

type StepState = "done" | "now" | "failed" | "todo";

/** Pending, pushed, acknowledged, observed: where a change is. `observed`: null while nothing tells yet. */
export function PushSteps({
  change,
  progress,
  observed,
  measured,
}: {
  change: Change;
  progress: Progress;
  observed: { done: boolean; words: string } | null;
  /** false: the change moves no shares, so there is nothing to observe */
  measured: boolean;
}) {
  const written = change.revision > 0;
  const failed = change.state === "failed";
  const settled = change.state !== "pushing";
  const pushed = written && (progress.reached > 0 || settled);
  const at = clock(Date.parse(change.createdAt));
  return (
    <ol className="px-3.5 pb-2.5 pt-3.5">
      <Step state={written ? "done" : failed ? "failed" : "now"} title="Pending">
        {written
          ? `checked and written, ${at}`
          : failed
            ? "the control plane did not take it; what ran before still runs"
            : "being written"}
      </Step>
      <Step state={pushed ? "done" : written ? "now" : "todo"} title="Pushed">
        {pushed ? `revision ${change.revision} to ${proxies(progress.reached)}` : "to every proxy that may see it"}
      </Step>
      <Step
        state={!pushed ? "todo" : !settled ? "now" : progress.refused.length > 0 ? "failed" : "done"}
        title="Acknowledged"
        last={!measured}
      >
        {pushed ? `${progress.acked} of ${proxies(progress.reached)}` : "by each proxy"}
      </Step>
      {measured ? (
        <Step state={observed?.done ? "done" : settled && observed ? "now" : "todo"} title="Observed" last>
          {observed?.words ?? "share of requests within 1 point"}
        </Step>
      ) : null}
    </ol>
  );
}

const proxies = (count: number) => `${count} ${count === 1 ? "proxy" : "proxies"}`;

function Step({
  state,
  title,
  children,
  last,
}: {
  state: StepState;
  title: string;
  children: ReactNode;
  last?: boolean;
}) {
  return (
    <li
      className="relative grid grid-cols-[18px_minmax(0,1fr)] gap-2.5 pb-3 last:pb-0"
      aria-current={state === "now" ? "step" : undefined}
    >
      {last ? null : (
        <span
          aria-hidden="true"
          className={cn(
            "absolute bottom-0 left-2 top-[18px] border-l-2",
            state === "done" ? "border-ink" : "border-dashed border-border-2",
          )}
        />
      )}
      <span
        aria-hidden="true"
        className={cn(
          "z-10 grid size-[18px] place-items-center rounded-full border-[1.5px] bg-surface-1 [&>svg]:size-3",
          state === "done" && "border-ink bg-ink text-on-ink",
          state === "now" && "border-accent-strong",
          state === "failed" && "border-failing-mark bg-failing-mark text-on-mark",
          state === "todo" && "border-border-control",
        )}
      >
        {state === "done" ? <Check strokeWidth={3} /> : null}
        {state === "failed" ? <X strokeWidth={3} /> : null}
        {state === "now" ? <span className="size-2 rounded-full bg-accent-strong" /> : null}
      </span>
      <div>
        <div className={cn("font-medium leading-[18px]", state === "todo" && "text-text-3")}>{title}</div>
        <div className="text-xs text-text-3">{children}</div>
      </div>
    </li>
  );
}
