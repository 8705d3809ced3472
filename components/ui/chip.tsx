import { cva, type VariantProps } from "class-variance-authority";
import { Lock, LockOpen } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { type GlyphStatus, HEALTH_WORD, HealthGlyph } from "./health-glyph";

const chipStyle = cva(
  "inline-flex h-[22px] shrink-0 items-center gap-[5px] whitespace-nowrap rounded-1 border px-[7px] align-middle text-xs font-medium [&>svg]:size-[13px] [&>svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "border-border-2 bg-surface-2 text-text-2",
        healthy: "border-healthy-border bg-healthy-bg text-healthy-fg",
        degraded: "border-degraded-border bg-degraded-bg text-degraded-fg",
        failing: "border-failing-border bg-failing-bg text-failing-fg",
        idle: "border-idle-border bg-idle-bg text-idle-fg",
        unknown: "border-dashed border-unknown-border bg-unknown-bg text-unknown-fg",
        mtls: "border-mtls-border bg-mtls-bg text-mtls-fg",
        plaintext: "border-plain-border bg-plain-bg text-plain-fg",
        wanted: "border-dashed border-accent-border bg-accent-bg text-accent",
        accent: "border-accent-border bg-accent-bg text-accent",
      },
      bare: { true: "h-auto border-0 bg-transparent px-0", false: "" },
    },
    defaultVariants: { tone: "neutral", bare: false },
  },
);

export type ChipTone = NonNullable<VariantProps<typeof chipStyle>["tone"]>;

/** A fact in a small box. `bare` in tables: no box. */
export function Chip({
  tone,
  bare,
  className,
  children,
  title,
}: {
  tone?: ChipTone;
  bare?: boolean;
  className?: string;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span title={title} className={cn(chipStyle({ tone, bare }), className)}>
      {children}
    </span>
  );
}

/** Glyph and word of a health state; `children` replaces the word. */
export function HealthChip({
  status,
  bare,
  children,
  className,
}: {
  status: GlyphStatus;
  bare?: boolean;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <Chip tone={status} bare={bare ?? false} className={cn(className)}>
      <HealthGlyph status={status} label={children === undefined ? "" : HEALTH_WORD[status]} />
      {children ?? HEALTH_WORD[status]}
    </Chip>
  );
}

/** Whether an edge is encrypted: closed lock or open lock. */
export function TransportChip({ secure, bare, children }: { secure: boolean; bare?: boolean; children?: ReactNode }) {
  const Icon = secure ? Lock : LockOpen;
  return (
    <Chip tone={secure ? "mtls" : "plaintext"} bare={bare ?? false}>
      <Icon aria-hidden="true" />
      {children ?? (secure ? "mTLS" : "Plaintext")}
    </Chip>
  );
}
