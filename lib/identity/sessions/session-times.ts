/** How long sessions live. */
export interface SessionTimes {
  /** without use */
  idleMs: number;
  /** in any case, from sign-in on */
  longestMs: number;
}
