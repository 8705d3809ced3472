import fc from "fast-check";
import { expect, test } from "vitest";
import type { EdgeSample } from "../model/edge-sample";
import { mergeSamples } from "./merge-samples";
import { plaintextTraffic } from "./plaintext-traffic";
import { indexRegistry } from "./registry-index";
import { sample, workload } from "./testing/samples";

const registry = indexRegistry([], [workload("shop/web-v1"), workload("payments/ledger-v1")]);
const arrived = (to: string, count: number, extra: Partial<EdgeSample> = {}): EdgeSample =>
  sample("", to, count, { reporter: "inbound", mtls: "none", latency: [], ...extra });
const told = (samples: EdgeSample[]) =>
  plaintextTraffic(samples, registry).map(
    ({ source, destination, requests }) => `${source.workload || "?"} > ${destination.workload}: ${requests}`,
  );

test("a caller that no other reporter shows, behind a forged header say, is left over by the callee's listener", () => {
  const meshed = sample("shop/web-v1", "payments/ledger-v1", 500, { mtls: "mutual_tls" });
  expect(told([meshed])).toEqual([]);
  expect(told([meshed, arrived("payments/ledger-v1", 7)])).toEqual(["? > ledger-v1: 7"]);
});

test("what named callers sent is not counted again, though both ends are read at different moments", () => {
  const named = sample("shop/web-v1", "payments/ledger-v1", 100, { mtls: "none" });
  expect(told([named, arrived("payments/ledger-v1", 110)])).toEqual(["web-v1 > ledger-v1: 100"]);
  expect(told([named, arrived("payments/ledger-v1", 300)])).toEqual(["web-v1 > ledger-v1: 100", "? > ledger-v1: 200"]);
});

test("copies in plaintext have a caller; what came beyond them has none", () => {
  const copies = sample("shop/web-v1", "payments/ledger-v1", 100, { reporter: "mirrored", mtls: "none" });
  const served = sample("", "payments/ledger-v1", 500, { reporter: "served", mtls: "none" });
  expect(told([copies, served, arrived("payments/ledger-v1", 100)])).toEqual(["web-v1 > ledger-v1: 100"]);
});

test("TCP that came in plaintext counts by connections", () => {
  const [only] = plaintextTraffic([arrived("payments/ledger-v1", 2, { protocol: "tcp", code: "" })], registry);
  expect(only).toMatchObject({ tcp: true, requests: 2 });
});

test("what listeners saw is never traffic of the graph", () => {
  expect(mergeSamples([arrived("payments/ledger-v1", 9)], registry).samples).toEqual([]);
});

test("a callee whose listener saw plaintext is always among the callees", () => {
  const counts = fc.integer({ min: 0, max: 1000 });
  const mtls = fc.constantFrom("none" as const, "mutual_tls" as const, "unknown" as const);
  fc.assert(
    fc.property(counts, counts, mtls, fc.integer({ min: 1, max: 1000 }), (meshed, anonymous, how, came) => {
      const samples = [
        sample("shop/web-v1", "payments/ledger-v1", meshed, { mtls: how }),
        sample("", "payments/ledger-v1", anonymous, { reporter: "destination", mtls: "none" }),
        arrived("payments/ledger-v1", came),
      ];
      expect(plaintextTraffic(samples, registry).some(({ destination }) => destination.workload === "ledger-v1")).toBe(
        true,
      );
    }),
  );
});
