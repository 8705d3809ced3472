import { randomUUID } from "node:crypto";
import { failed } from "../service/exchange";
import type { Handler } from "../service/http-service";
import { HOSTS } from "./hosts";

/** `POST /shipments`: reserves what is sent, then gives the parcel its number. */
export const shipping: Handler = async (exchange) => {
  const reserved = await exchange.call(HOSTS.inventory, "/reservations", "POST");
  if (failed(reserved)) return { status: 503, body: { error: "inventory did not answer" } };
  return { status: 201, body: { parcel: randomUUID() } };
};
