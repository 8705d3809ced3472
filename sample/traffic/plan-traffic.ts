import { PRODUCTS } from "../services/products";
import { type Act, CROWD, type Persona } from "./personas";
import { nextArrivalMs, pickWeighted, type Random, seededRandom } from "./seeded-random";

/** One request a shopper makes. `afterMs`: wait since the request before it. */
export interface PlannedRequest {
  afterMs: number;
  persona: Persona;
  session: string;
  method: "GET" | "POST";
  path: string;
}

const SESSIONS_PER_PERSONA = 40;

function toRequest(random: Random, act: Act): Pick<PlannedRequest, "method" | "path"> {
  const product = PRODUCTS[Math.floor(random() * PRODUCTS.length)]?.id ?? "warp-thread";
  switch (act) {
    case "home":
      return { method: "GET", path: "/" };
    case "product":
      return { method: "GET", path: `/products/${product}` };
    case "addToCart":
      return { method: "POST", path: `/cart/${product}` };
    case "viewCart":
      return { method: "GET", path: "/cart" };
    case "checkout":
      return { method: "POST", path: "/checkout" };
  }
}

/** The endless stream of requests of a seed: the same seed and rates give the same stream. `ratePerSec` is asked before each. */
export function* planTraffic(seed: number, ratePerSec: () => number): Generator<PlannedRequest, never> {
  const random = seededRandom(seed);
  const crowd = CROWD.map((group) => ({ value: group, weight: group.weight }));
  for (;;) {
    const afterMs = nextArrivalMs(random, ratePerSec());
    const { persona, acts } = pickWeighted(random, crowd);
    const session = `${persona}-${Math.floor(random() * SESSIONS_PER_PERSONA)}`;
    yield { afterMs, persona, session, ...toRequest(random, pickWeighted(random, acts)) };
  }
}
