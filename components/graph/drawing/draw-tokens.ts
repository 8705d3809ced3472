import type { HealthStatus } from "@/lib/model/health";

const NAMES = [
  "surface-0",
  "surface-1",
  "surface-2",
  "surface-3",
  "border-1",
  "border-2",
  "text-1",
  "text-2",
  "text-3",
  "accent",
  "accent-bg",
  "accent-border",
  "focus",
  "on-mark",
  "grid",
  "edge",
  "edge-idle",
  "mtls-fg",
  "plain-fg",
  "healthy-mark",
  "degraded-mark",
  "failing-mark",
  "idle-mark",
  "unknown-mark",
  "degraded-fg",
  "failing-fg",
  "degraded-border",
  "failing-border",
  "failing-bg",
  "plain-border",
  "series-1",
  "series-2",
  "series-3",
  "series-4",
  "series-5",
  "series-6",
  "series-7",
  "series-8",
] as const;

export type DrawColor = (typeof NAMES)[number];

/** Design tokens as the canvases need them: resolved colours and fonts. Read again when the theme changes. */
export interface DrawTokens {
  color: Readonly<Record<DrawColor, string>>;
  sans: string;
}

/** Resolves the tokens that `element` sees now. */
export function readDrawTokens(element: Element): DrawTokens {
  const style = getComputedStyle(element);
  const color = Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#808080"]),
  );
  return { color: color as Record<DrawColor, string>, sans: style.fontFamily || "sans-serif" };
}

/** Ring and glyph colour of a health state. */
export function markColor(tokens: DrawTokens, status: HealthStatus): string {
  return tokens.color[`${status}-mark`];
}

/** Colour of series 1-8, grey beyond. */
export function seriesTokenColor(tokens: DrawTokens, series: number): string {
  const name = `series-${series}` as DrawColor;
  return tokens.color[name] ?? tokens.color["idle-mark"];
}
