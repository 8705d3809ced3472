import { createHash } from "node:crypto";
import type { AuditEntry, AuditHead, AuditProblem } from "../../model/audit-entry";
import { canonicalJson } from "../../model/canonical-json";

/** What the first entry stands on. */
export const CHAIN_START: AuditHead = { seq: 0, hash: "0".repeat(64) };

const MOST_PROBLEMS = 20;

/** SHA-256, hex, over the canonical JSON of an entry without its id and hash. */
export function hashEntry({
  id: _id,
  hash: _hash,
  detail,
  ...entry
}: Omit<AuditEntry, "hash"> & { hash?: string }): string {
  return createHash("sha256")
    .update(canonicalJson({ ...entry, detail: detail ?? null }))
    .digest("hex");
}

/**
 * Walks a chain in the order of `seq`. Each entry must follow the one before it and hash to what it says; ids must grow with it, since they
 * are given in the order of writing. After a wrong entry the walk goes on from what is stored, so that each fault is named once.
 */
export class ChainWalk {
  readonly problems: AuditProblem[] = [];
  readonly #pins: ReadonlyMap<number, string>;
  #head = CHAIN_START;
  #lastId: bigint | null = null;
  #entries = 0;
  /** the last entry is named already: that the next one does not fit it is no news */
  #named = false;

  /** `pins`: heads that were kept elsewhere; the entry of that seq must still have that hash. */
  constructor(pins: readonly AuditHead[] = []) {
    this.#pins = new Map(pins.map(({ seq, hash }) => [seq, hash]));
  }

  get entries(): number {
    return this.#entries;
  }

  /** The last entry walked. */
  get head(): AuditHead {
    return this.#head;
  }

  add(entry: AuditEntry): void {
    this.#entries += 1;
    const expected = this.#head.seq + 1;
    const gap = entry.seq !== expected;
    if (gap) this.#note(expected, "missing", missing(expected, entry.seq - 1));
    const id = BigInt(entry.id);
    const outOfOrder = this.#lastId !== null && id < this.#lastId;
    const changed = hashEntry(entry) !== entry.hash;
    if (outOfOrder)
      this.#note(
        entry.seq,
        "reordered",
        `Entry ${entry.seq} was written before entry ${this.#head.seq}, but stands after it.`,
      );
    else if (changed)
      this.#note(entry.seq, "changed", `Entry ${entry.seq} does not hash to what was written: it was changed.`);
    else if (!gap && !this.#named && entry.prevHash !== this.#head.hash) {
      this.#note(
        this.#head.seq,
        "changed",
        `Entry ${entry.seq} stands on another entry ${this.#head.seq} than the one stored: that one was rewritten.`,
      );
    }
    this.#named = outOfOrder || changed;
    const pinned = this.#pins.get(entry.seq);
    if (pinned !== undefined && pinned !== entry.hash) {
      this.#note(
        entry.seq,
        "pin",
        `Entry ${entry.seq} is not the one whose hash was kept (${pinned.slice(0, 12)}…): the chain up to it was written anew.`,
      );
    }
    this.#head = { seq: entry.seq, hash: entry.hash };
    this.#lastId = id;
  }

  /** A row that stands in the table without a place in the chain. */
  unchained(id: string): void {
    this.#note(0, "unchained", `Row ${id} has no place in the chain: it was put there past Heddle.`);
  }

  /** The chain must end here: what was seen last is compared with the head kept beside it. */
  end(head: AuditHead): void {
    for (const seq of this.#pins.keys()) {
      if (seq > Math.max(head.seq, this.#head.seq))
        this.#note(seq, "pin", `Entry ${seq}, whose hash was kept, is not there: the end of the chain was cut off.`);
    }
    if (head.seq > this.#head.seq) this.#note(this.#head.seq + 1, "missing", missing(this.#head.seq + 1, head.seq));
    else if (head.seq === this.#head.seq && head.hash !== this.#head.hash) {
      this.#note(head.seq, "changed", `Entry ${head.seq} is not the one that was written last: it was rewritten.`);
    }
  }

  #note(seq: number, kind: AuditProblem["kind"], what: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ seq, kind, what });
  }
}

function missing(from: number, to: number): string {
  return from === to ? `Entry ${from} is missing.` : `Entries ${from} to ${to} are missing.`;
}
