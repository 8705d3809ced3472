import type { Peer } from "../../model/workload";
import { OutcomeTable } from "./outcome-table";
import { OTHER_PEER, PeerTable } from "./peer-table";
import { RotatingTable } from "./rotating-table";

/** Whom a client span says it called, as far as it can tell before the callee's own span is known. */
export interface Destination {
  host: string;
  peer: Peer;
}

const DESTINATION_LIMIT = 20_000;

/** The names that edges from spans are made of, by number; shared by decoder, join and buckets. */
export class EdgeTables {
  readonly peers = new PeerTable();
  readonly outcomes = new OutcomeTable();
  readonly destinations = new RotatingTable<Destination>({ host: "other", peer: OTHER_PEER }, DESTINATION_LIMIT);

  rotate(nowMs: number): void {
    this.peers.rotate(nowMs);
    this.outcomes.rotate(nowMs);
    this.destinations.rotate(nowMs);
  }

  /** Names that became "other" because too many came in one minute. */
  get overflowed(): number {
    return this.peers.overflowed + this.destinations.overflowed;
  }
}
