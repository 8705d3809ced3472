import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceDetail } from "@/lib/model/service-detail";
import { bearer, json, type TestConsole, testConsole } from "../testing/test-console";

let console: TestConsole;
let admin: string;
let shop: string;
beforeAll(async () => {
  console = await testConsole();
  admin = await console.token(["admin"]);
  shop = await console.token(["viewer"], ["shop"]);
});
afterAll(() => console.close());

const group = { group: "networking.istio.io", version: "v1" };
const entry = `apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: reviews, namespace: shop }
spec: { hosts: [reviews.shop.svc.cluster.local], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: STATIC, endpoints: [{ address: 127.0.0.1 }] }
`;
const rule = (namespace: string) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: ${namespace} }
spec: { host: reviews.shop.svc.cluster.local }
`;
const ruleIn = (namespace: string) => ({
  key: { ...group, plural: "destinationrules", namespace, name: "reviews" },
  yaml: rule(namespace),
  resourceVersion: null,
});

describe("GET /services/{namespace}/{name}", () => {
  it("shows objects about the service, and their changes, of one's own namespaces alone", async () => {
    const push = async (items: object[]) =>
      expect((await console.call("POST", "/changes", json({ items, reason: "scopes" }, bearer(admin)))).status).toBe(
        201,
      );
    const own = { key: { ...group, plural: "serviceentries", namespace: "shop", name: "reviews" }, yaml: entry };
    await push([{ ...own, resourceVersion: null }]);
    await push([ruleIn("shop"), ruleIn("payments")]);
    const { services } = console.mesh;
    const find = async () =>
      (await services()).find(({ name, namespace }) => `${namespace}/${name}` === "shop/reviews");
    await expect.poll(find).toBeDefined();
    const detail = async (token: string) =>
      ServiceDetail.parse(
        await (await console.call("GET", "/services/shop/reviews", { headers: bearer(token) })).json(),
      );
    const seen = async (token: string) => {
      const { config, changes } = await detail(token);
      return [config.map(({ key }) => `${key.plural} ${key.namespace}`), changes.map(({ items }) => items.length)];
    };
    expect(await seen(admin)).toEqual([
      ["destinationrules payments", "destinationrules shop", "serviceentries shop"],
      [2, 1],
    ]);
    expect(await seen(shop)).toEqual([["destinationrules shop", "serviceentries shop"], [1]]);
  });
});

describe("API tokens", () => {
  it("that an administrator's token made for them are the administrator's own, also when they are one no more", async () => {
    await console.personToken(["admin"]);
    const made = await console.personToken(["admin"]);
    const body = { name: "second", roles: ["viewer"] };
    const second = (await (await console.call("POST", "/tokens", json(body, bearer(made)))).json()) as {
      id: string;
      token: string;
    };
    const session = await console.call("GET", "/session", { headers: bearer(made) });
    const { actor } = (await session.json()) as { actor: { id: string } };
    const viewer = { grants: [{ role: "viewer", namespaces: null }] };
    expect((await console.call("PUT", `/people/${actor.id}`, json(viewer, bearer(admin)))).status).toBe(200);
    const listed = (await (await console.call("GET", "/tokens", { headers: bearer(made) })).json()) as { id: string }[];
    expect(listed.map(({ id }) => id)).toContain(second.id);
    const end = (token: string) => console.call("DELETE", `/tokens/${second.id}`, { headers: bearer(token) });
    expect((await end(shop)).status).toBe(403);
    expect((await end(made)).status).toBe(204);
    expect((await console.call("GET", "/session", { headers: bearer(second.token) })).status).toBe(401);
  });
});

describe("DELETE /session", () => {
  it("rings for the pages that are open with it", async () => {
    const { cookie, csrfToken } = await console.signIn(["viewer"]);
    let rings = 0;
    console.bell.onRightsChanged = () => void rings++;
    const headers = { cookie, "x-heddle-csrf": csrfToken };
    expect((await console.call("DELETE", "/session", { headers })).status).toBe(204);
    expect(rings).toBe(1);
  });
});
