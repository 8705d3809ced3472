import { type Peer, UNKNOWN_PEER } from "../../model/workload";
import { RotatingTable } from "./rotating-table";

/** What stands for every peer beyond the limit of one minute. */
export const OTHER_PEER: Peer = { namespace: "", workload: "other", app: "other", service: "other", version: "" };
const PEER_LIMIT = 20_000;

/** Numbers for peers (see RotatingTable); more than 20,000 distinct ones in a minute become "other". */
export class PeerTable {
  readonly #table = new RotatingTable<Peer>(OTHER_PEER, PEER_LIMIT);

  idOf(peer: Peer): number {
    const name = `${peer.namespace}\n${peer.workload}\n${peer.app}\n${peer.service}\n${peer.version}`;
    return this.#table.idOf(name, () => ({ ...peer }));
  }

  unknown(): number {
    return this.idOf(UNKNOWN_PEER);
  }

  get(id: number): Peer {
    return this.#table.get(id);
  }

  rotate(nowMs: number): void {
    this.#table.rotate(nowMs);
  }

  get rotation(): number {
    return this.#table.rotation;
  }

  get overflowed(): number {
    return this.#table.overflowed;
  }
}
