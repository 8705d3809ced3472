import { describe, expect, it } from "vitest";
import { MAX_OBJECT_CHARS, parseObject, parseObjects } from "./parse-object";

const REVIEWS = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts: [reviews]
  http:
  - name: default
    timeout: 3s # agreed
    route:
    - destination: { host: reviews, subset: v1 }
      weight: 60
    - destination: { host: reviews, subset: v2 }
      weight: 40
`;

const codes = (yaml: string) => parseObject(yaml).findings.map((f) => f.code);

describe("parseObject", () => {
  it("reads a VirtualService with its key and lines", () => {
    const parsed = parseObject(REVIEWS);
    expect(parsed.findings).toEqual([]);
    expect(parsed.key).toEqual({
      group: "networking.istio.io",
      version: "v1",
      plural: "virtualservices",
      namespace: "shop",
      name: "reviews",
    });
    expect(parsed.object?.kind).toBe("VirtualService");
    expect(parsed.lines?.lineOf(["spec", "http", 0, "route", 1, "weight"])).toBe(15);
    expect(parsed.lines?.lineOf(["spec", "http", 0, "retries"])).toBe(9);
  });

  it("names a wrong type with path and line, and gives no object", () => {
    const parsed = parseObject(REVIEWS.replace("weight: 40", "weight: lots"));
    expect(parsed.object).toBeNull();
    expect(parsed.findings).toMatchObject([
      {
        code: "HED-OBJ-010",
        severity: "error",
        path: "spec.http[0].route[1].weight",
        line: 15,
        object: "VirtualService shop/reviews",
        message: 'spec.http[0].route[1].weight: A number is wanted, not "lots".',
      },
    ]);
  });

  it("keeps an unknown field and warns of it", () => {
    const parsed = parseObject(REVIEWS.replace("timeout: 3s", "timeuot: 3s"));
    expect(parsed.object).not.toBeNull();
    expect(parsed.findings).toMatchObject([
      { code: "HED-OBJ-011", severity: "warning", path: "spec.http[0].timeuot", line: 10 },
    ]);
  });

  it("reports wrong types and unknown fields together", () => {
    const yaml = REVIEWS.replace("timeout: 3s", "timeuot: 3s").replace("weight: 40", "weight: x");
    expect(codes(yaml).sort()).toEqual(["HED-OBJ-010", "HED-OBJ-011"]);
  });

  it("accepts the older served versions as the same object", () => {
    expect(parseObject(REVIEWS.replace("io/v1", "io/v1beta1")).key?.version).toBe("v1");
  });

  it.each([
    ["", "HED-OBJ-003"],
    ["# only a comment\n", "HED-OBJ-003"],
    ["- a\n", "HED-OBJ-006"],
    ["a: [1\n", "HED-OBJ-001"],
    ["a: 1\na: 2\n", "HED-OBJ-001"],
    [`${REVIEWS}---\n${REVIEWS}`, "HED-OBJ-002"],
    [REVIEWS.replace("VirtualService", "Gateway"), "HED-OBJ-007"],
    [REVIEWS.replace("networking.istio.io", "apps"), "HED-OBJ-008"],
    [REVIEWS.replace("name: reviews", "name: ../etc"), "HED-OBJ-009"],
    [`${"x".repeat(MAX_OBJECT_CHARS)}x`, "HED-OBJ-004"],
    ["[".repeat(400_000), "HED-OBJ-006"],
    ["- ".repeat(400_000), "HED-OBJ-006"],
    [
      Array.from({ length: 3000 }, (_, i) => `${" ".repeat(i)}a:`)
        .join("\n")
        .slice(0, MAX_OBJECT_CHARS),
      "HED-OBJ-006",
    ],
  ])("refuses %#", (yaml, code) => {
    expect(codes(yaml)).toContain(code);
    expect(parseObject(yaml).object).toBeNull();
  });

  it("stops an alias bomb quickly", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 98; i < 107; i += 1) {
      const [to, from] = [String.fromCharCode(i), String.fromCharCode(i - 1)];
      bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(",")}]`);
    }
    const begun = performance.now();
    expect(codes(bomb.join("\n"))).toContain("HED-OBJ-005");
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it("does not let __proto__ through to the prototype", () => {
    parseObject(REVIEWS.replace("spec:", "__proto__: { polluted: true }\nspec:"));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("parseObjects", () => {
  it("reads a stream and leaves out empty documents", () => {
    const all = parseObjects(`---\n${REVIEWS}---\n# nothing\n---\n${REVIEWS.replaceAll("reviews", "ratings")}`);
    expect(all.map((one) => one.key?.name)).toEqual(["reviews", "ratings"]);
  });

  it("takes the namespace it is given when the object has none", () => {
    const [parsed] = parseObjects(REVIEWS.replace("  namespace: shop\n", ""), { namespace: "team" });
    expect(parsed?.key?.namespace).toBe("team");
  });
});
