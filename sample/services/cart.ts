import type { RedisClient } from "../redis/redis-client";
import type { Handler } from "../service/http-service";
import { findProduct } from "./products";

function toItems(pairs: unknown): Record<string, number> {
  const list = Array.isArray(pairs) ? pairs : [];
  const items: Record<string, number> = {};
  for (let i = 0; i + 1 < list.length; i += 2) items[String(list[i])] = Number(list[i + 1]);
  return items;
}

/** `GET /cart`, `POST /cart/{product}`, `DELETE /cart`: the cart of a session, kept in redis. */
export function cart(store: RedisClient): Handler {
  return async (exchange) => {
    const key = `cart:${exchange.session}`;
    const { method, segments } = exchange.request;
    const product = segments[1];
    try {
      if (method === "DELETE") await store.send("DEL", key);
      if (method === "POST") {
        if (!findProduct(product ?? ""))
          return { status: 404, body: { error: `there is no product ${product ?? ""}` } };
        await store.send("HINCRBY", key, product ?? "", "1");
      }
      return { status: 200, body: { items: toItems(await store.send("HGETALL", key)) } };
    } catch (error) {
      return { status: 503, body: { error: `redis: ${error instanceof Error ? error.message : String(error)}` } };
    }
  };
}
