import { describe, expect, it } from "vitest";
import { MemoryConfigStore } from "./memory-config-store";

const key = (name: string) => ({
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace: "shop",
  name,
});
const write = (name: string, yaml: string | null, resourceVersion?: string | null) => ({
  key: key(name),
  kind: "VirtualService",
  yaml,
  actor: "ann",
  reason: "why",
  ...(resourceVersion === undefined ? {} : { resourceVersion }),
});

describe("MemoryConfigStore", () => {
  it("makes one revision of one write, versions by object, and keeps deleted history", async () => {
    const store = new MemoryConfigStore(() => 0);
    expect((await store.write("m", [write("a", "1", null), write("b", "1")])).revision).toBe(1);
    const { objects, revision } = await store.write("m", [write("a", "2", "1")]);
    expect(objects[0]).toMatchObject({
      resourceVersion: "2",
      revision: 2,
      updatedBy: "ann",
      updatedAt: "1970-01-01T00:00:00.000Z",
    });
    expect(revision).toBe(2);
    expect((await store.write("m", [write("a", null, "2")])).objects).toEqual([null]);
    expect(await store.get("m", key("a"))).toBeNull();
    expect((await store.list("m")).map(({ key: { name } }) => name)).toEqual(["b"]);
    expect((await store.history("m", key("a"))).map(({ yaml }) => yaml)).toEqual([null, "2", "1"]);
    expect((await store.write("m", [write("a", "3", null)])).objects[0]?.resourceVersion).toBe("4");
    expect(await store.list("other")).toEqual([]);
  });

  it.each([
    ["a stale version", "7"],
    ["an object that must not exist", null],
  ])("refuses %s and writes nothing of the whole", async (_, version) => {
    const store = new MemoryConfigStore();
    await store.write("m", [write("a", "1")]);
    const refused = store.write("m", [write("b", "1"), write("a", "2", version)]);
    await expect(refused).rejects.toMatchObject({ code: "conflict", details: { current: { resourceVersion: "1" } } });
    expect(await store.get("m", key("b"))).toBeNull();
    expect(await store.revision("m")).toBe(1);
  });

  it("refuses a version for what does not exist", async () => {
    await expect(new MemoryConfigStore().write("m", [write("a", "1", "1")])).rejects.toMatchObject({
      code: "conflict",
      details: { current: null },
    });
  });
});
