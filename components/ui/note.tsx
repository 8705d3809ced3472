import { Info, LockOpen } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { HealthGlyph } from "./health-glyph";

const TONES = {
  neutral: "border-border-2 bg-surface-2",
  failing: "border-failing-border bg-failing-bg",
  degraded: "border-degraded-border bg-degraded-bg",
  healthy: "border-healthy-border bg-healthy-bg",
  accent: "border-accent-border bg-accent-bg",
  plaintext: "border-plain-border bg-plain-bg",
} as const;

function Mark({ tone }: { tone: keyof typeof TONES }) {
  if (tone === "failing" || tone === "degraded" || tone === "healthy") {
    return <HealthGlyph status={tone} className="mt-[1.5px] size-[15px]" />;
  }
  const Icon = tone === "plaintext" ? LockOpen : Info;
  return <Icon aria-hidden="true" className="mt-[1.5px] size-[15px] shrink-0 text-text-2" />;
}

/** Something inline that needs to be known or done; stays until its cause is gone. */
export function Note({
  tone = "neutral",
  title,
  children,
  action,
  className,
  live,
}: {
  tone?: keyof typeof TONES;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
  /** read it aloud when it appears */
  live?: boolean;
}) {
  return (
    <div
      className={cn(
        "flex items-start gap-2.5 rounded-2 border px-3 py-2.5",
        action && "max-sm:flex-wrap",
        TONES[tone],
        className,
      )}
      {...(live ? { role: "status" } : {})}
    >
      <Mark tone={tone} />
      <div className="min-w-0 flex-1 text-text-2 max-sm:basis-[calc(100%-25px)]">
        {title ? <strong className="font-medium text-text-1">{title} </strong> : null}
        {children}
      </div>
      {action ? <div className="shrink-0 max-sm:w-full max-sm:pl-6">{action}</div> : null}
    </div>
  );
}
