import { cn } from "./cn";

export type GlyphStatus = "healthy" | "degraded" | "failing" | "idle" | "unknown";

export const HEALTH_WORD: Record<GlyphStatus, string> = {
  healthy: "Healthy",
  degraded: "Degraded",
  failing: "Failing",
  idle: "Idle",
  unknown: "Unknown",
};

const STROKE = { fill: "none", strokeLinecap: "round", strokeLinejoin: "round" } as const;

function Shape({ status }: { status: GlyphStatus }) {
  switch (status) {
    case "healthy":
      return (
        <>
          <circle cx="7" cy="7" r="6" fill="var(--healthy-mark)" />
          <path d="M4.3 7.2 6.2 9l3.6-3.9" stroke="var(--on-mark)" strokeWidth="1.7" {...STROKE} />
        </>
      );
    case "degraded":
      return (
        <>
          <path
            d="M6.1 1.6a1.05 1.05 0 0 1 1.8 0l5.3 9.4a1.05 1.05 0 0 1-.9 1.6H1.7a1.05 1.05 0 0 1-.9-1.6z"
            fill="var(--degraded-mark)"
          />
          <path d="M7 5v3.2" stroke="var(--on-mark)" strokeWidth="1.7" {...STROKE} />
          <circle cx="7" cy="10.4" r=".95" fill="var(--on-mark)" />
        </>
      );
    case "failing":
      return (
        <>
          <path d="M4.4.9h5.2l3.5 3.5v5.2l-3.5 3.5H4.4L.9 9.6V4.4z" fill="var(--failing-mark)" />
          <path d="m4.8 4.8 4.4 4.4m0-4.4L4.8 9.2" stroke="var(--on-mark)" strokeWidth="1.7" {...STROKE} />
        </>
      );
    case "idle":
      return (
        <>
          <circle cx="7" cy="7" r="5.2" stroke="var(--idle-mark)" strokeWidth="1.6" fill="none" />
          <path d="M4.6 7h4.8" stroke="var(--idle-mark)" strokeWidth="1.6" {...STROKE} />
        </>
      );
    case "unknown":
      return (
        <>
          <circle
            cx="7"
            cy="7"
            r="5.4"
            fill="none"
            stroke="var(--unknown-mark)"
            strokeWidth="1.5"
            strokeDasharray="2.4 1.9"
          />
          <path
            d="M5.6 5.6c.2-1.9 3-1.7 2.9 0 0 1.1-1.4 1.2-1.5 2.3"
            stroke="var(--unknown-mark)"
            strokeWidth="1.4"
            {...STROKE}
          />
          <circle cx="7" cy="9.9" r=".85" fill="var(--unknown-mark)" />
        </>
      );
  }
}

/** One of five shapes: health is never told by colour alone. `label` "" hides it from readers when the word stands beside it. */
export function HealthGlyph({ status, label, className }: { status: GlyphStatus; label?: string; className?: string }) {
  const name = label ?? HEALTH_WORD[status];
  return (
    <svg
      viewBox="0 0 14 14"
      className={cn("block size-[13px] shrink-0", className)}
      role="img"
      aria-label={name}
      aria-hidden={name === "" || undefined}
    >
      <Shape status={status} />
    </svg>
  );
}
