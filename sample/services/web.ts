import type { Callee } from "../service/call-through-proxy";
import { type Answer, type Exchange, failed } from "../service/exchange";
import type { Handler } from "../service/http-service";
import { HOSTS } from "./hosts";
import { PRODUCTS } from "./products";

const FEATURED = PRODUCTS[5].id;

/** A page shows what it got: a part that failed is left out, unless the page is nothing without it. */
function part(answer: Callee): unknown {
  return failed(answer) ? null : answer.body;
}

async function home(exchange: Exchange): Promise<Answer> {
  const [catalog, reviews] = await Promise.all([
    exchange.call(HOSTS.catalog, "/products"),
    exchange.call(HOSTS.reviews, `/reviews/${FEATURED}`),
  ]);
  if (failed(catalog)) return { status: 502, body: { error: "the catalog did not answer" } };
  return { status: 200, body: { page: "home", products: catalog.body, featured: FEATURED, reviews: part(reviews) } };
}

async function product(exchange: Exchange, id: string): Promise<Answer> {
  const [found, reviews] = await Promise.all([
    exchange.call(HOSTS.catalog, `/products/${encodeURIComponent(id)}`),
    exchange.call(HOSTS.reviews, `/reviews/${encodeURIComponent(id)}`),
  ]);
  if (found.status === 404) return { status: 404, body: found.body };
  if (failed(found)) return { status: 502, body: { error: "the catalog did not answer" } };
  return { status: 200, body: { page: "product", product: found.body, reviews: part(reviews) } };
}

async function handOver(exchange: Exchange, host: string, path: string): Promise<Answer> {
  const method = exchange.request.method === "POST" ? "POST" : "GET";
  const answer = await exchange.call(host, path, method);
  if (answer.status === 0) return { status: 502, body: { error: `${host} did not answer` } };
  return { status: answer.status >= 500 ? 502 : answer.status, body: answer.body };
}

/**
 * The shop's front: `GET /`, `GET /products/{id}`, `GET /reviews/{id}`, `GET /cart`, `POST /cart/{product}`, `POST /checkout`.
 * Each page asks for reviews at most once, so that shares can be counted from outside.
 */
export const web: Handler = async (exchange) => {
  const { method, segments } = exchange.request;
  const [first, second] = segments;
  if (method === "GET" && first === undefined) return home(exchange);
  if (method === "GET" && first === "products" && second !== undefined) return product(exchange, second);
  if (method === "GET" && first === "reviews" && second !== undefined) {
    return handOver(exchange, HOSTS.reviews, `/reviews/${encodeURIComponent(second)}`);
  }
  if (method === "GET" && first === "cart" && second === undefined) return handOver(exchange, HOSTS.cart, "/cart");
  if (method === "POST" && first === "cart" && second !== undefined) {
    return handOver(exchange, HOSTS.cart, `/cart/${encodeURIComponent(second)}`);
  }
  if (method === "POST" && first === "checkout") return handOver(exchange, HOSTS.checkout, "/orders");
  return { status: 404, body: { error: `the shop has no page ${method} /${segments.join("/")}` } };
};
