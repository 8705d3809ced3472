import type { Handler } from "../service/http-service";
import { seedOf } from "../traffic/seeded-random";

/** `GET /ratings/{product}`: the mean of the stars and how many gave them. */
export const ratings: Handler = async (exchange) => {
  const seed = seedOf(exchange.request.segments[1] ?? "");
  return { status: 200, body: { stars: 3 + (seed % 20) / 10, votes: 5 + (seed % 400) } };
};
