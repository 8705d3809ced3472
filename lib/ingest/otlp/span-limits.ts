/** Bounds on one span: what exceeds them is cut and marked, never a reason to lose the span. */
export const SPAN_LIMITS = {
  attributeValueBytes: 16_384,
  attributeKeyBytes: 256,
  attributes: 512,
  nameBytes: 1024,
  /** status message and trace state, each */
  textChars: 16_384,
  /** events and links, each list as JSON */
  listChars: 1_000_000,
  events: 512,
  links: 512,
} as const;

/** A start further ahead than this, or older than the retention, is replaced by the time of arrival and marked. */
export const CLOCK_AHEAD_MS = 3_600_000;
