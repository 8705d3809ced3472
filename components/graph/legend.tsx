import { LockOpen, X } from "lucide-react";
import { HEALTH_WORD, HealthGlyph } from "@/components/ui/health-glyph";
import { IconButton } from "@/components/ui/icon-button";

const STATES = ["healthy", "degraded", "failing", "idle", "unknown"] as const;

function Line({ children }: { children: React.ReactNode }) {
  return (
    <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true" className="shrink-0">
      {children}
    </svg>
  );
}

/** What the marks mean, in one line at the foot of the drawing. */
export function Legend({ onClose }: { onClose: () => void }) {
  return (
    <div className="flex h-8 shrink-0 items-center gap-4 overflow-x-auto overflow-y-hidden whitespace-nowrap border-t border-border-1 bg-surface-1 pl-4 pr-1.5 text-xs text-text-2 max-sm:hidden">
      {STATES.map((status) => (
        <span key={status} className="flex items-center gap-1.5">
          <HealthGlyph status={status} label="" />
          {HEALTH_WORD[status]}
        </span>
      ))}
      <span className="h-3.5 border-l border-border-2" aria-hidden="true" />
      <span className="flex items-center gap-1.5">
        <Line>
          <path d="M0 5h26" stroke="var(--edge)" strokeWidth="1.5" />
          <circle cx="7" cy="5" r="2.2" fill="var(--text-1)" />
          <circle cx="18" cy="5" r="2.2" fill="var(--text-1)" />
        </Line>
        Requests
      </span>
      <span className="flex items-center gap-1.5">
        <Line>
          <path d="M0 5h26" stroke="var(--failing-mark)" strokeWidth="1.5" />
          <path d="M13 1l4 4-4 4-4-4z" fill="var(--failing-mark)" />
        </Line>
        Failed
      </span>
      <span className="flex items-center gap-1.5">
        <Line>
          <path d="M0 5h9" stroke="var(--edge)" strokeWidth="1" />
          <path d="M11 5h15" stroke="var(--edge)" strokeWidth="4.5" />
        </Line>
        More per second
      </span>
      <span className="flex items-center gap-1.5">
        <Line>
          <path d="M0 5h26" stroke="var(--edge)" strokeWidth="1.5" strokeDasharray="6 4" />
        </Line>
        TCP
      </span>
      <span className="flex items-center gap-1.5">
        <Line>
          <path d="M1 5h25" stroke="var(--edge)" strokeWidth="2" strokeDasharray="1.5 4" strokeLinecap="round" />
        </Line>
        Estimated
      </span>
      <span className="flex items-center gap-1.5">
        <LockOpen className="size-[13px] text-plain-fg" aria-hidden="true" />
        Plaintext
      </span>
      <span className="flex-1" />
      <IconButton label="Hide the legend" small onClick={onClose}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
