import type { Handler } from "../service/http-service";
import { seedOf } from "../traffic/seeded-random";
import { findProduct } from "./products";

/** `GET /stock/{product}` and `POST /reservations`. */
export const inventory: Handler = async (exchange) => {
  const [what, id = ""] = exchange.request.segments;
  if (what === "reservations") return { status: 201, body: { reserved: true } };
  if (!findProduct(id)) return { status: 404, body: { error: `there is no product ${id}` } };
  return { status: 200, body: { product: id, available: seedOf(id) % 120 } };
};
