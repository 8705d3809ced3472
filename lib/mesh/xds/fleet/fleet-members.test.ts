import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { node } from "../testing/mesh-state";
import { type FleetMember, fleetMembers, memberTold } from "./fleet-members";
import type { FleetProxy } from "./fleet-report";

const told = (workload: string, connected: boolean, inGrace: boolean, lastSeenMs: number): FleetProxy => {
  const own = node(workload);
  return {
    node: own,
    status: {
      ...{ id: own.id, workload, namespace: own.namespace, service: "", version: "v1", address: "127.0.0.1" },
      ...{ connected, lastSeenAt: new Date(lastSeenMs).toISOString(), types: {} },
    },
    inGrace,
    offersTls: false,
    pushes: [],
  };
};

const member = fc
  .tuple(fc.constantFrom("web", "reviews", "ratings"), fc.boolean(), fc.boolean(), fc.nat(1000), fc.boolean())
  .map(([workload, connected, grace, at, silent]) =>
    memberTold(told(workload, connected, connected || grace, at), silent),
  );
const rank = ({ connected, inGrace, lastSeenMs }: FleetMember) => [connected, inGrace, lastSeenMs];

describe("members of the fleet", () => {
  it("has each proxy once, as whoever knows most tells it, in whatever order they are heard", () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 12 }), (all) => {
        const found = fleetMembers(all);
        expect(new Set(found.keys())).toEqual(new Set(all.map((one) => one.node.id)));
        const turned = fleetMembers(all.toReversed());
        for (const [id, one] of found) expect(rank(turned.get(id) ?? one)).toEqual(rank(one));
        for (const one of all) if (one.connected) expect(found.get(one.node.id)?.connected).toBe(true);
      }),
    );
  });

  it("a silent console's proxy is not connected, and stays an endpoint", () => {
    expect(memberTold(told("web", true, true, 5), true)).toMatchObject({ connected: false, inGrace: true });
  });
});
