import { failed } from "../service/exchange";
import type { Handler } from "../service/http-service";
import { HOSTS } from "./hosts";
import { findProduct, PRODUCTS } from "./products";

/** `GET /products` lists what there is; `GET /products/{id}` adds what is in stock, asked of inventory. */
export const catalog: Handler = async (exchange) => {
  const [, id] = exchange.request.segments;
  if (id === undefined) return { status: 200, body: PRODUCTS };
  const product = findProduct(id);
  if (!product) return { status: 404, body: { error: `there is no product ${id}` } };
  const stock = await exchange.call(HOSTS.inventory, `/stock/${id}`);
  return { status: 200, body: { ...product, stock: failed(stock) ? null : stock.body } };
};
