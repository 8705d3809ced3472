interface Offered {
  seq: number;
  offers: Record<string, boolean>;
}

/** Which transport callers were told for each proxy, push by push, and which of it all of them have acknowledged. */
export class CallersTold {
  private pushes: Offered[] = [];

  /** Push `seq` tells callers these offers, by proxy id. Equal ones cost nothing. */
  pushed(seq: number, offers: Record<string, boolean>): void {
    const last = this.pushes.at(-1);
    if (last && JSON.stringify(last.offers) === JSON.stringify(offers)) return;
    this.pushes.push({ seq, offers });
  }

  /** What all callers know. `holds(seq)`: they hold the endpoints of that push, or of a later one. */
  known(holds: (seq: number) => boolean): Record<string, boolean> {
    const at = this.pushes.findLastIndex(({ seq }) => holds(seq));
    if (at > 0) this.pushes = this.pushes.slice(at);
    return at < 0 ? {} : (this.pushes[0]?.offers ?? {});
  }
}
