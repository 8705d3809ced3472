import type { FigureParts } from "@/lib/client/format/figure";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import type { OneService } from "../use-one-service";

/** What is the case with a service, in one sentence: who gets how much, and what hurts. */
export function serviceSentence(one: OneService): string {
  const { service, versions, requests, ratePerSec, errorRatio, tcp, callers } = one;
  if (service.external) return `${service.name} is outside the mesh.`;
  if (tcp)
    return callers.length > 0
      ? `${service.name} serves TCP to ${people(callers.length)}.`
      : `${service.name} serves TCP; nobody called it in this window.`;
  if (requests === 0) return `${service.name} got no requests in this window.`;
  const shares = versions.filter(({ share }) => share);
  const rateWords = inProse(rate(ratePerSec));
  const parts = shares.map(({ version, share }) => `${version} ${inProse(percent(share ?? 0))}`);
  const split =
    shares.length > 1
      ? `${list(parts)} of ${rateWords}`
      : `${rateWords}${shares[0] ? `, all to ${shares[0].version}` : ""}`;
  const worst = [...versions].sort((a, b) => b.errorRatio - a.errorRatio)[0];
  if (errorRatio === 0 || !worst) return `${split}; none failed.`;
  const where =
    shares.length > 1
      ? `${inProse(percent(worst.errorRatio))} of ${worst.version} failed`
      : `${inProse(percent(errorRatio))} failed`;
  return `${split}; ${where}.`;
}

/** In running text the unit stands close: "8.4%", "16.0/s". */
const inProse = ({ value, unit }: FigureParts): string => `${value}${unit}`;
const people = (count: number): string => `${count} ${count === 1 ? "caller" : "callers"}`;
const list = (items: readonly string[]): string =>
  items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : items.join("");
