import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { bootstrap } from "@/lib/mesh/xds/bootstrap";
import { gatewayOptions, workloadOptions } from "./bootstrap-options";
import { freePorts } from "./free-ports";
import { assignPorts, PORTS_NEEDED } from "./proxy-ports";
import { WORKLOADS } from "./workloads";

const ADDRESSES = { xds: "127.0.0.1:15010", otlp: "127.0.0.1:4317", mesh: "local", identity: () => ({}) };

test("no two proxies share a port, and every port is used", () => {
  const dealt = Array.from({ length: PORTS_NEEDED }, (_, i) => 17_000 + i);
  const { gatewayAdmin, proxies } = assignPorts(dealt);
  const used = [
    gatewayAdmin,
    ...[...proxies.values()].flatMap(({ inbound, outbound, admin, tcp }) => [
      inbound,
      outbound,
      admin,
      ...Object.values(tcp),
    ]),
  ];
  expect([...used].sort()).toEqual([...dealt].sort());
  expect(() => assignPorts(dealt.slice(1))).toThrow(RangeError);
});

test("free ports are steady for a key and skip what is taken or spoken for", async () => {
  const first = await freePorts(3, "a key");
  expect(await freePorts(3, "a key")).toEqual(first);
  expect(await freePorts(3, "a key", first.slice(0, 1))).not.toContain(first[0]);
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(first[1], "127.0.0.1", resolve));
  const next = await freePorts(3, "a key");
  expect(next).not.toContain((blocker.address() as AddressInfo).port);
  expect(next).toHaveLength(3);
  await new Promise((resolve) => blocker.close(resolve));
});

test("every workload and the gateway get a bootstrap that joins the mesh under its own name", () => {
  const { gatewayAdmin, proxies } = assignPorts(Array.from({ length: PORTS_NEEDED }, (_, i) => 17_000 + i));
  const ids = WORKLOADS.map((workload) => {
    const ports = proxies.get(workload.workload)!;
    const { node } = bootstrap(workloadOptions(workload, ports, 40_000, ADDRESSES)) as { node: { id: string } };
    return node.id;
  });
  expect(new Set(ids).size).toBe(WORKLOADS.length);
  const edge = bootstrap(gatewayOptions(8080, gatewayAdmin, ADDRESSES)) as {
    node: { metadata: Record<string, unknown> };
  };
  expect(edge.node.metadata).toMatchObject({ GATEWAY: "1", GATEWAY_PORT: "8080", GATEWAY_UPSTREAM: "web.shop:9080" });
});
