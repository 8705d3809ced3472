import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { clockOn } from "@/lib/client/format/time";
import type { Change } from "@/lib/model/change";
import type { Progress } from "./propagation";

type StepState = "done" | "now" | "failed" | "todo";

interface StepFacts {
  state: StepState;
  title: string;
  words: string;
}

interface Props {
  change: Change;
  progress: Progress;
  /** null while nothing tells yet */
  observed: { done: boolean; words: string } | null;
  /** false: the change moves no shares, so there is nothing to observe */
  measured: boolean;
}

/** Pending, pushed, acknowledged, observed: where a change is. */
export function PushSteps({ change, progress, observed, measured }: Props) {
  const written = change.revision > 0;
  const settled = change.state !== "pushing";
  const pushed = written && (progress.reached > 0 || settled);
  const steps = [
    pendingStep(change, written),
    pushedStep(change, progress, { written, pushed }),
    ackedStep(progress, { pushed, settled }),
    ...(measured ? [observedStep(observed, settled)] : []),
  ];
  return (
    <ol className="px-3.5 pb-2.5 pt-3.5">
      {steps.map(({ state, title, words }, i) => (
        <Step key={title} state={state} title={title} last={i === steps.length - 1}>
          {words}
        </Step>
      ))}
    </ol>
  );
}

const proxies = (count: number) => `${count} ${count === 1 ? "proxy" : "proxies"}`;

function pendingStep(change: Change, written: boolean): StepFacts {
  const title = "Pending";
  if (written) return { state: "done", title, words: `checked and written, ${clockOn(Date.parse(change.createdAt))}` };
  if (change.state !== "failed") return { state: "now", title, words: "being written" };
  return { state: "failed", title, words: "the control plane did not take it; what ran before still runs" };
}

function pushedStep(
  change: Change,
  progress: Progress,
  { written, pushed }: { written: boolean; pushed: boolean },
): StepFacts {
  const title = "Pushed";
  if (pushed) return { state: "done", title, words: `revision ${change.revision} to ${proxies(progress.reached)}` };
  return { state: written ? "now" : "todo", title, words: "to every proxy that may see it" };
}

function ackedStep(progress: Progress, { pushed, settled }: { pushed: boolean; settled: boolean }): StepFacts {
  const title = "Acknowledged";
  if (!pushed) return { state: "todo", title, words: "by each proxy" };
  const words = `${progress.acked} of ${proxies(progress.reached)}`;
  if (!settled) return { state: "now", title, words };
  return { state: progress.refused.length > 0 ? "failed" : "done", title, words };
}

function observedStep(observed: Props["observed"], settled: boolean): StepFacts {
  const title = "Observed";
  if (!observed) return { state: "todo", title, words: "share of requests within 1 point" };
  return { state: observed.done ? "done" : settled ? "now" : "todo", title, words: observed.words };
}

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
