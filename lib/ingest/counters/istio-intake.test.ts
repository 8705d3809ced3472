import { describe, expect, test } from "vitest";
import { LATENCY_BOUNDS_MS } from "../../model/latency-bounds";
import { EdgeBuckets } from "../edges/edge-buckets";
import { EdgeTables } from "../edges/edge-tables";
import { IstioIntake } from "./istio-intake";

const T0 = 1_780_000_000_000;

const LABELS = {
  reporter: "destination",
  source_workload: "web-v1",
  source_workload_namespace: "shop",
  source_app: "web",
  source_principal: "spiffe://cluster.local/ns/shop/sa/web",
  destination_workload: "reviews-v2",
  destination_workload_namespace: "shop",
  destination_service: "reviews.shop.svc.cluster.local",
  destination_service_name: "reviews",
  destination_service_namespace: "shop",
  destination_version: "v2",
  destination_app: "unknown",
  request_protocol: "http",
  response_code: "200",
  response_flags: "-",
  connection_security_policy: "mutual_tls",
  instance: "10.0.0.1:15020",
};

function setUp() {
  const buckets = new EdgeBuckets(new EdgeTables(), "local");
  const intake = new IstioIntake(buckets);
  const add = (name: string, value: number, afterSec: number, more: Record<string, string> = {}, sinceSec?: number) => {
    const labels = new Map(Object.entries({ __name__: name, ...LABELS, ...more }));
    const key = [...labels].join();
    const since = sinceSec === undefined ? undefined : T0 + sinceSec * 1000;
    intake.add(name, labels, key, value, T0 + afterSec * 1000, T0 + afterSec * 1000, since);
  };
  const rows = () => {
    intake.tick(Number.POSITIVE_INFINITY);
    return buckets.take(Number.POSITIVE_INFINITY);
  };
  return { intake, add, rows };
}

describe("Istio's series", () => {
  test("become edge rows with what their labels say", () => {
    const { add, rows } = setUp();
    add("istio_requests_total", 10, 0);
    add("istio_requests_total", 14, 5);
    add("istio_request_bytes_sum", 100, 0);
    add("istio_request_bytes_sum", 140, 5);
    add("istio_response_bytes_sum", 0, 0);
    add("istio_response_bytes_sum", 7, 5);
    add("istio_request_duration_milliseconds_sum", 1, 0);
    add("istio_request_duration_milliseconds_sum", 31, 5);
    expect(rows()).toEqual([
      expect.objectContaining({
        bucketMs: T0,
        source: { namespace: "shop", workload: "web-v1", app: "web", service: "", version: "" },
        destination: { namespace: "shop", workload: "reviews-v2", app: "", service: "reviews", version: "v2" },
        destinationHost: "reviews.shop.svc.cluster.local",
        sourcePrincipal: "spiffe://cluster.local/ns/shop/sa/web",
        destinationPrincipal: "",
        protocol: "http",
        code: "200",
        flags: "",
        mtls: "mutual_tls",
        reporter: "destination",
        origin: "istio",
        count: 4,
        bytesSent: 40,
        bytesReceived: 7,
        latencySumMs: 30,
      }),
    ]);
  });

  test("of a duration become a histogram on our bounds, although its buckets come one by one", () => {
    const { add, rows } = setUp();
    const bucket = (le: string, value: number, at: number) =>
      add("istio_request_duration_milliseconds_bucket", value, at, { le });
    for (const le of ["1", "5", "10", "25", "+Inf"]) bucket(le, 0, 0);
    bucket("+Inf", 6, 5);
    bucket("10", 4, 5);
    bucket("25", 6, 5);
    bucket("5", 0, 5);
    const [row] = rows();
    const filled = row?.latency.map((count, i) => [LATENCY_BOUNDS_MS[i], count]).filter(([, count]) => count !== 0);
    expect(filled?.map(([bound]) => bound)).toEqual([7.5, 10, 15, 20, 25]);
    expect(filled?.[0]?.[1]).toBe(2);
    expect(row?.latency.reduce((sum, count) => sum + count, 0)).toBeCloseTo(6, 9);
  });

  test("of gRPC and TCP", () => {
    const { add, rows } = setUp();
    add("istio_requests_total", 0, 0, { request_protocol: "grpc", grpc_response_status: "14" });
    add("istio_requests_total", 1, 5, { request_protocol: "grpc", grpc_response_status: "14" });
    for (const [name, value] of [
      ["istio_tcp_connections_opened_total", 2],
      ["istio_tcp_received_bytes_total", 30],
      ["istio_tcp_sent_bytes_total", 40],
    ] as const) {
      add(name, 0, 0, { request_protocol: "tcp" });
      add(name, value, 5, { request_protocol: "tcp" });
    }
    expect(rows()).toMatchObject([
      { protocol: "grpc", code: "14", count: 1 },
      { protocol: "tcp", code: "", count: 2, bytesSent: 30, bytesReceived: 40 },
    ]);
  });

  test("first seen are a baseline; new ones of a known instance and those with a start count in full", () => {
    const { add, rows } = setUp();
    add("istio_requests_total", 1000, 0);
    expect(rows()).toEqual([]);
    add("istio_requests_total", 3, 15, { response_code: "503" });
    add("istio_requests_total", 4, 0, { response_code: "404" }, -10);
    const counted = rows().map((row) => [row.code, row.count]);
    expect(counted).toEqual([
      ["503", 3],
      ["404", 2],
      ["404", 2],
    ]);
  });

  test("sent twice count once, out of order not at all, after a reset from zero", () => {
    const { add, rows } = setUp();
    add("istio_requests_total", 10, 0);
    add("istio_requests_total", 15, 5);
    add("istio_requests_total", 15, 5);
    add("istio_requests_total", 12, 3);
    add("istio_requests_total", 2, 10);
    expect(rows().map((row) => row.count)).toEqual([5, 2]);
  });

  test("without a reporter, and of other names, are ignored and counted", () => {
    const { intake, rows } = setUp();
    intake.add("istio_requests_total", new Map([["x", "y"]]), "k", 1, T0, T0);
    intake.add("go_goroutines", new Map(), "k2", 1, T0, T0);
    expect(intake.stats).toEqual({ used: 0, ignored: 2 });
    expect(rows()).toEqual([]);
  });
});
