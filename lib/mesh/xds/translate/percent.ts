import type { Json } from "./resource";

/** 0..100 with four decimals as Envoy's FractionalPercent, the way pilot writes it. */
export function perMillion(percent: number): Json {
  return { numerator: Math.round(percent * 10_000), denominator: "MILLION" };
}
