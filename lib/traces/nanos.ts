/** A moment as whole seconds and the nanoseconds beyond: 2^53 ns is exceeded by today's times, and BigInt is slow by the thousand. */
export interface Moment {
  sec: number;
  nanos: number;
}

/** The moment of decimal nanoseconds since the epoch; 0 for what is no number. */
export function momentOf(text: string): Moment {
  const cut = text.length - 9;
  const sec = cut > 0 ? Number(text.slice(0, cut)) : 0;
  const nanos = Number(cut > 0 ? text.slice(cut) : text || "0");
  return sec >= 0 && nanos >= 0 ? { sec, nanos } : { sec: 0, nanos: 0 };
}

/** Ms from `base` to the moment of `text`, exact to a fraction of a microsecond. */
export function msSince(base: Moment, text: string): number {
  const { sec, nanos } = momentOf(text);
  return (sec - base.sec) * 1000 + (nanos - base.nanos) / 1e6;
}

/** Epoch ms of a moment, with its fraction. */
export function epochMs({ sec, nanos }: Moment): number {
  return sec * 1000 + nanos / 1e6;
}

/** Whether `a` comes before `b`. */
export function isBefore(a: Moment, b: Moment): boolean {
  return a.sec === b.sec ? a.nanos < b.nanos : a.sec < b.sec;
}
