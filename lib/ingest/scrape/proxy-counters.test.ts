import { describe, expect, test } from "vitest";
import type { EdgeRow } from "../../model/edge-sample";
import { LATENCY_BOUNDS_MS } from "../../model/latency-bounds";
import type { ScrapeTarget } from "../../model/proxy";
import { EdgeBuckets } from "../edges/edge-buckets";
import { EdgeTables } from "../edges/edge-tables";
import { ProxyCounters } from "./proxy-counters";

const COLLECTOR_START = 1_780_000_000_000;
const REDIS = "outbound|6379||redis.platform.svc.cluster.local";

const target: ScrapeTarget = {
  proxyId: "sidecar~127.0.0.1~web-v1-1.shop~shop.svc.cluster.local",
  url: "http://127.0.0.1:1/stats/prometheus",
  mesh: "local",
  source: { namespace: "shop", workload: "web-v1", app: "web", service: "web", version: "v1" },
  outboundTcp: {
    [REDIS]: { namespace: "platform", workload: "redis-v1", app: "redis", service: "redis", version: "v1" },
  },
};

const tags = (more: Record<string, string> = {}) =>
  Object.entries({
    destination: "reviews-v1;shop;reviews;v1;local",
    cluster: "outbound|9080|v1|reviews.shop.svc.cluster.local",
    code: "200",
    grpc: "-",
    flags: "-",
    tls: "-",
    protocol: "HTTP/1.1",
    ...more,
  })
    .map(([key, value]) => `${key}="${value}"`)
    .join(",");

/** Cumulative duration buckets with `counts` requests at the bounds named. */
function duration(labels: string, counts: Record<number, number>): string {
  let total = 0;
  const lines = LATENCY_BOUNDS_MS.map((bound) => {
    total += counts[bound] ?? 0;
    return `envoy_mesh_duration_bucket{${labels},le="${bound}"} ${total}`;
  });
  return [...lines, `envoy_mesh_duration_bucket{${labels},le="+Inf"} ${total}`].join("\n");
}

function setUp() {
  const buckets = new EdgeBuckets(new EdgeTables(), "local");
  const counters = new ProxyCounters(buckets, COLLECTOR_START);
  const scrape = (afterSec: number, lines: string[], of = target) =>
    counters.take(
      of,
      Buffer.from(`# HELP x\n# TYPE x counter\n${lines.join("\n")}\n`),
      COLLECTOR_START + afterSec * 1000,
    );
  const rows = () => buckets.take(Number.POSITIVE_INFINITY);
  return { scrape, rows, counters, buckets };
}

const total = (rows: EdgeRow[]) => rows.reduce((sum, row) => sum + row.count, 0);
const requests = (count: number, more?: Record<string, string>) => `envoy_mesh_requests_total{${tags(more)}} ${count}`;
const uptime = (seconds: number) => `envoy_server_uptime{} ${seconds}`;

describe("a proxy's counters", () => {
  test("become one row with workload, version, bytes and latency", () => {
    const { scrape, rows } = setUp();
    scrape(10, [uptime(100), requests(5), `envoy_mesh_bytes_sent_total{${tags()}} 50`, duration(tags(), { 5: 5 })]);
    expect(rows()).toEqual([]);
    scrape(15, [
      uptime(105),
      requests(8),
      `envoy_mesh_bytes_sent_total{${tags()}} 80`,
      `envoy_mesh_bytes_received_total{${tags()}} 9`,
      duration(tags(), { 5: 7, 100: 1 }),
      `envoy_mesh_duration_sum{${tags()}} 108`,
    ]);
    const [row, ...others] = rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      mesh: "local",
      bucketMs: COLLECTOR_START + 10_000,
      source: target.source,
      destination: { namespace: "shop", workload: "reviews-v1", app: "reviews", service: "reviews", version: "v1" },
      destinationHost: "reviews.shop.svc.cluster.local",
      protocol: "http",
      code: "200",
      flags: "",
      mtls: "none",
      reporter: "source",
      origin: "envoy",
      estimated: false,
      count: 3,
      bytesSent: 9,
      bytesReceived: 30,
      latencySumMs: 108,
    });
    const filled = row?.latency.map((count, i) => [LATENCY_BOUNDS_MS[i], count]).filter(([, count]) => count !== 0);
    expect(filled).toEqual([
      [5, 2],
      [100, 1],
    ]);
  });

  test("count in full from the first scrape when the proxy is younger than the collector", () => {
    const { scrape, rows } = setUp();
    scrape(10, [uptime(4), requests(7)]);
    expect(total(rows())).toBe(7);
  });

  test("that appear later count in full, those gone quiet count nothing", () => {
    const { scrape, rows } = setUp();
    scrape(10, [uptime(100), requests(7)]);
    scrape(15, [uptime(105), requests(7), requests(2, { code: "503", flags: "UF" })]);
    expect(rows().map(({ code, flags, count }) => ({ code, flags, count }))).toEqual([
      { code: "503", flags: "UF", count: 2 },
    ]);
  });

  test("begin anew when the proxy restarts, even when they are higher again", () => {
    const { scrape, rows } = setUp();
    scrape(10, [uptime(100), requests(7)]);
    scrape(15, [uptime(3), requests(20)]);
    expect(total(rows())).toBe(20);
    scrape(20, [uptime(8), requests(5)]);
    expect(total(rows())).toBe(5);
  });

  test("missed over an outage are counted after it, spread over the time between", () => {
    const { scrape, rows } = setUp();
    scrape(10, [uptime(100), requests(0)]);
    scrape(40, [uptime(130), requests(60)]);
    expect(rows().map((row) => row.count)).toEqual([10, 10, 10, 10, 10, 10]);
  });

  test("go on over a clean restart of the collector", () => {
    const first = setUp();
    first.scrape(10, [uptime(100), requests(7)]);
    const second = setUp();
    second.counters.restore(JSON.parse(JSON.stringify(first.counters.snapshot())));
    second.scrape(25, [uptime(115), requests(10)]);
    expect(total(second.rows())).toBe(3);
  });

  test("with no host chosen are put on the service that the cluster names", () => {
    const { scrape, rows } = setUp();
    scrape(10, [uptime(1), requests(3, { destination: "-", code: "503", flags: "UH" })]);
    const host = { namespace: "shop", workload: "", app: "reviews", service: "reviews", version: "v1" };
    expect(rows()).toMatchObject([{ destination: host, code: "503", flags: "UH", count: 3 }]);
  });

  test("of the inbound side are callers without a proxy", () => {
    const { scrape, rows } = setUp();
    const line = `envoy_mesh_in_requests_total{${tags({ destination: "-", cluster: "inbound|9080||" })}} 4`;
    scrape(10, [uptime(1), line]);
    const [row] = rows();
    expect(row).toMatchObject({ reporter: "destination", destination: target.source, count: 4, mtls: "none" });
    expect(Object.values(row?.source ?? { x: "x" }).join("")).toBe("");
  });

  test("of what the application is asked tell copies of requests, with who sent them, from all else", () => {
    const { scrape, rows } = setUp();
    const served = (labels: string, count: number) =>
      `envoy_mesh_in_served_requests_total{${labels},code="200",grpc="-",flags="-",protocol="HTTP/1.1"} ${count}`;
    scrape(10, [
      uptime(1),
      served('route="mirrored",source="front-v1;shop",tls="TLSv1.3"', 4),
      served('route="default",source="front-v1;shop",tls="-"', 9),
    ]);
    const [copies, others] = rows();
    expect(copies).toMatchObject({ reporter: "mirrored", destination: target.source, count: 4, mtls: "mutual_tls" });
    expect(copies?.source).toMatchObject({ workload: "front-v1", namespace: "shop" });
    expect(others).toMatchObject({ reporter: "served", destination: target.source, count: 9, mtls: "none" });
    expect(others?.source.workload).toBe("");
  });

  test("of gRPC carry its status; TLS with a peer of the mesh is mutual TLS", () => {
    const { scrape, rows } = setUp();
    scrape(10, [uptime(1), requests(4, { grpc: "14", tls: "TLSv1.3", peer: "spiffe://cluster.local/ns/shop/sa/web" })]);
    expect(rows()).toMatchObject([{ protocol: "grpc", code: "14", mtls: "mutual_tls" }]);
  });

  test("that the proxy answered itself are no plaintext: they went out on no connection", () => {
    const { scrape, rows } = setUp();
    const flags = ["UH", "UF,URX", "UO", "NR", "FI"];
    scrape(10, [uptime(1), ...flags.map((own) => requests(2, { code: "503", flags: own }))]);
    expect(rows().map(({ mtls }) => mtls)).toEqual(flags.map(() => "unknown"));
  });

  test("that failed on a connection travelled as it did", () => {
    const { scrape, rows } = setUp();
    const flags = ["UC", "UT", "URX", "-"];
    scrape(10, [uptime(1), ...flags.map((own) => requests(2, { code: "503", flags: own }))]);
    expect(rows().map(({ mtls }) => mtls)).toEqual(flags.map(() => "none"));
  });

  test("of TCP clusters count connections and bytes, of clusters we know only", () => {
    const { scrape, rows } = setUp();
    const cluster = (name: string) => [
      `envoy_cluster_upstream_cx_total{cluster_name="${name}"} 2`,
      `envoy_cluster_upstream_cx_tx_bytes_total{cluster_name="${name}"} 100`,
      `envoy_cluster_upstream_cx_rx_bytes_total{cluster_name="${name}"} 300`,
    ];
    scrape(10, [uptime(1), ...cluster(REDIS), ...cluster("heddle-xds")]);
    expect(rows()).toMatchObject([
      {
        protocol: "tcp",
        code: "",
        destination: { workload: "redis-v1" },
        destinationHost: "redis.platform.svc.cluster.local",
        count: 2,
        bytesSent: 100,
        bytesReceived: 300,
        latency: [],
      },
    ]);
  });

  test("are read past malformed lines, escapes and braces in values", () => {
    const { scrape, rows, counters } = setUp();
    const odd = tags({ destination: 'a\\"}{b\\\\;shop;x;v1;l' });
    scrape(10, [
      uptime(1),
      "envoy_mesh_requests_total{broken",
      "envoy_mesh_requests_total{} not-a-number",
      `envoy_mesh_requests_total{${odd}} 2`,
      requests(1),
    ]);
    expect(counters.malformedLines).toBe(2);
    expect(rows().map((row) => [row.destination.workload, row.count])).toEqual([
      ['a"}{b\\', 2],
      ["reviews-v1", 1],
    ]);
  });
});
