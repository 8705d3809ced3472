import type { EdgeProtocol } from "../../model/edge-sample";
import { RotatingTable } from "./rotating-table";

export interface Outcome {
  protocol: EdgeProtocol;
  code: string;
  flags: string;
}

const OUTCOME_LIMIT = 2000;

/** Numbers for protocol, code and flags of a request (see RotatingTable). */
export class OutcomeTable {
  readonly #table = new RotatingTable<Outcome>({ protocol: "http", code: "other", flags: "" }, OUTCOME_LIMIT);

  idOf(protocol: EdgeProtocol, code: string, flags: string): number {
    return this.#table.idOf(`${protocol}|${code}|${flags}`, () => ({ protocol, code, flags }));
  }

  get(id: number): Outcome {
    return this.#table.get(id);
  }

  rotate(nowMs: number): void {
    this.#table.rotate(nowMs);
  }
}
