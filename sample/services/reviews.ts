import type { Answer } from "../service/exchange";
import { failed } from "../service/exchange";
import type { Handler } from "../service/http-service";
import { HOSTS } from "./hosts";

const WORDS = ["Even tension, clean shed.", "Arrived quickly.", "Would buy again.", "Smaller than I thought."] as const;

function reviewsOf(product: string): { text: string; by: string }[] {
  const offset = product.length % WORDS.length;
  return [0, 1].map((i) => ({
    text: WORDS[(offset + i) % WORDS.length] ?? WORDS[0],
    by: `member-${(offset + i) * 7}`,
  }));
}

function answerOf(product: string, ratings: unknown): Answer {
  return { status: 200, body: { product, reviews: reviewsOf(product), ratings } };
}

/** `GET /reviews/{product}` without stars: version 1. */
export const plainReviews: Handler = async (exchange) => answerOf(exchange.request.segments[1] ?? "", undefined);

/** `GET /reviews/{product}` with stars, asked of ratings: versions 2 and 3. Without ratings there are no reviews from these. */
export const ratedReviews: Handler = async (exchange) => {
  const product = exchange.request.segments[1] ?? "";
  const ratings = await exchange.call(HOSTS.ratings, `/ratings/${encodeURIComponent(product)}`);
  if (failed(ratings)) return { status: 503, body: { error: "ratings did not answer" } };
  return answerOf(product, ratings.body);
};
