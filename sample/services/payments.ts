import { randomUUID } from "node:crypto";
import type { Handler } from "../service/http-service";

/** `POST /charges` takes the money; `GET /settlements` is what the nightly batch reads. */
export const payments: Handler = async (exchange) => {
  if (exchange.request.segments[0] === "settlements") return { status: 200, body: { settled: true } };
  return { status: 201, body: { charge: randomUUID(), state: "captured" } };
};
