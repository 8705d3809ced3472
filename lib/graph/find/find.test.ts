import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildGraph } from "../build-graph";
import { sample, workload } from "../testing/samples";
import { FIND_ALIASES, FIND_FIELDS } from "./find-fields";
import { hideFromGraph } from "./hide-from-graph";
import { matchFind } from "./match-find";
import { parseFind } from "./parse-find";

const graph = buildGraph({
  mesh: "m",
  view: { mesh: "m", namespaces: null, type: "workload", durationSec: 60 },
  window: { fromMs: 0, toMs: 60_000 },
  samples: [
    sample("shop/web-v1", "shop/reviews-v1", 600),
    sample("shop/web-v1", "shop/reviews-v3", 60, { code: "503", flags: "UC", latency: [], latencySumMs: 0 }),
    sample("shop/reviews-v1", "data/redis", 5, { protocol: "tcp", code: "", latency: [] }),
  ],
  sources: [],
  services: [],
  workloads: ["shop/web-v1", "shop/reviews-v1", "shop/reviews-v3", "data/redis", "data/spare"].map((path) =>
    workload(path),
  ),
});

function find(text: string): { nodes: string[]; edges: string[] } {
  const parsed = parseFind(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const found = matchFind(graph, parsed.expr);
  return { nodes: [...found.nodes].map((id) => id.split("/")[2] ?? ""), edges: [...found.edges] };
}
function fault(text: string): string {
  const parsed = parseFind(text);
  return parsed.ok ? "parsed" : parsed.message;
}

describe("find", () => {
  it("compares numbers in the unit a person writes", () => {
    expect(find("errors > 5%").nodes).toEqual(["reviews-v3"]);
    expect(find("rate >= 10/s").nodes).toEqual(["reviews-v1"]);
    expect(find("p95 > 0.005s").edges).toHaveLength(1);
    expect(find("p95 > 1s")).toEqual({ nodes: [], edges: [] });
    expect(find("requests = 600").edges).toHaveLength(1);
  });

  it("matches text whole, in part, at either end, in any case", () => {
    expect(find("ns = DATA").nodes).toEqual(["redis", "spare"]);
    expect(find('name = "reviews-v1"').nodes).toEqual(["reviews-v1"]);
    expect(find("workload ^= reviews AND version $= 3").nodes).toEqual(["reviews-v3"]);
    expect(find("reviews").nodes).toEqual(["reviews-v1", "reviews-v3"]);
    expect(find("to = reviews AND code = 503").edges).toHaveLength(1);
  });

  it("binds AND tighter than OR, and obeys NOT and parentheses", () => {
    expect(find("store OR idle AND ns = shop").nodes).toEqual(["redis"]);
    expect(find("(store OR idle) AND ns = shop").nodes).toEqual([]);
    expect(find("(store OR idle) ns = data").nodes).toEqual(["redis", "spare"]);
    expect(find("NOT healthy ns = shop").nodes).toEqual(find("!healthy AND ns = shop").nodes);
  });

  it("does not turn a question round that does not apply", () => {
    expect(find("NOT p95 > 1s").nodes).toEqual([]);
    expect(find("NOT store").edges).toEqual([]);
  });

  it("says what is wrong, where, and what to write", () => {
    expect(fault("p95 >")).toBe('A value is missing after ">", at character 5. Try p95 > 1s.');
    expect(fault("p95 > soon")).toContain('"soon" is no value for p95, at character 7');
    expect(fault("(idle")).toBe("The parenthesis at character 1 is never closed.");
    expect(fault("latnecy > 5")).toContain('"latnecy" is no field');
    expect(fault("pro = tcp")).toContain("Did you mean protocol");
    expect(fault("idle = 1")).toContain("takes no value");
    expect(fault('name = "x')).toContain("never closed");
    expect(fault("idle AND")).toContain("ends too early");
    expect(fault("idle )")).toContain("one too many");
    expect(fault("> 5")).toContain("A term is missing");
    expect(fault("ns > a")).toContain("is text");
    expect(fault("rate ~ 5")).toContain("is a number");
    expect(fault("   ")).toBe("parsed");
  });

  it("parses every name that the help lists, and every alias leads to one", () => {
    for (const [name, field] of Object.entries(FIND_FIELDS)) {
      const text = field.type === "flag" ? name : field.type === "text" ? `${name} = x` : `${name} > 1`;
      expect(fault(text)).toBe("parsed");
    }
    for (const target of Object.values(FIND_ALIASES)) expect(FIND_FIELDS[target]).toBeDefined();
  });

  it("never throws, whatever is typed", () => {
    const bits = fc.constantFrom(
      "(",
      ")",
      "AND",
      "OR",
      "NOT",
      "!",
      "p95",
      ">",
      "=",
      "1s",
      '"',
      "ns",
      "idle",
      "*",
      "~",
      " ",
    );
    const typed = fc.oneof(
      fc.array(bits, { maxLength: 12 }).map((list) => list.join(" ")),
      fc.string(),
    );
    fc.assert(
      fc.property(typed, (text) => {
        expect(typeof parseFind(text).ok).toBe("boolean");
      }),
    );
  });
});

describe("hide", () => {
  const hide = (text: string) => {
    const parsed = parseFind(text);
    if (!parsed.ok) throw new Error(parsed.message);
    return hideFromGraph(graph, parsed.expr);
  };

  it("takes a hidden node's edges along, and nodes and boxes left alone", () => {
    const { graph: rest, hidden } = hide("store");
    expect(rest.nodes.map((n) => n.name)).not.toContain("redis");
    expect(rest.edges).toHaveLength(2);
    expect(hidden).toBe(2);
  });

  it("hides nodes whose edges are all hidden, but not those that never had one", () => {
    const names = hide("protocol = tcp").graph.nodes.map((n) => n.name);
    expect(names).not.toContain("redis");
    expect(names).toContain("spare");
    expect(names).toContain("data");
    expect(hide("idle OR store").graph.nodes.map((n) => n.name)).not.toContain("data");
  });
});
