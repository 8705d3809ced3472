import { describe, expect, it, vi } from "vitest";
import { KeyRegistry, keyName } from "./key-registry";

function setup() {
  const registry = new KeyRegistry();
  const graph = vi.fn();
  const find = vi.fn();
  const palette = vi.fn();
  registry.add([
    { keys: "g g", label: "Graph", group: "Go to", run: graph },
    { keys: "/", label: "Find", group: "This page", run: find },
    { keys: "mod+k", label: "Search", group: "Console", inFields: true, run: palette },
  ]);
  return { registry, graph, find, palette };
}

describe("key registry", () => {
  it("runs two keys after each other, within the time", () => {
    const { registry, graph } = setup();
    expect(registry.press("g", false, 0)).toBe(false);
    expect(registry.press("g", false, 500)).toBe(true);
    expect(graph).toHaveBeenCalledTimes(1);
    registry.press("g", false, 1000);
    registry.press("x", false, 1100);
    registry.press("g", false, 1200);
    registry.press("g", false, 5000);
    expect(graph).toHaveBeenCalledTimes(1);
  });

  it("never takes keys from a field, except those meant for it", () => {
    const { registry, find, palette } = setup();
    expect(registry.press("/", true, 0)).toBe(false);
    expect(registry.press("mod+k", true, 0)).toBe(true);
    expect(find).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledTimes(1);
  });

  it("lets the latest binding win, and gives the key back when it goes", () => {
    const { registry, find } = setup();
    const other = vi.fn();
    const remove = registry.add([{ keys: "/", label: "Find in trace", group: "This page", run: other }]);
    registry.press("/", false, 0);
    remove();
    registry.press("/", false, 1);
    expect(other).toHaveBeenCalledTimes(1);
    expect(find).toHaveBeenCalledTimes(1);
    expect(registry.list().map((b) => b.keys)).toEqual(["g g", "/", "mod+k"]);
  });

  it("names chords, and leaves modifiers alone", () => {
    const none = { ctrlKey: false, metaKey: false, altKey: false };
    expect(keyName({ ...none, key: "K", metaKey: true })).toBe("mod+k");
    expect(keyName({ ...none, key: "?" })).toBe("?");
    expect(keyName({ ...none, key: "Shift" })).toBeNull();
    expect(keyName({ ...none, key: "x", altKey: true })).toBeNull();
  });
});
