import { describe, expect, it } from "vitest";
import { flagList, neverArrived, outcomeOf } from "./outcome";

describe("outcomeOf", () => {
  it.each([
    ["http", "200", "", "ok"],
    ["http", "304", "", "ok"],
    ["http", "404", "NR", "client"],
    ["http", "503", "UH", "error"],
    ["http", "0", "", "error"],
    ["http", "0", "DC", "client"],
    ["http", "200", "DI", "ok"],
    ["http", "504", "UT", "error"],
    ["grpc", "0", "", "ok"],
    ["grpc", "14", "UF", "error"],
    ["grpc", "0", "UF", "error"],
    ["grpc", "5", "", "error"],
    ["grpc", "503", "", "error"],
    ["tcp", "", "", "ok"],
    ["tcp", "", "UF", "error"],
    ["tcp", "", "DC", "ok"],
  ] as const)("%s %s %s is %s", (protocol, code, flags, expected) => {
    expect(outcomeOf(protocol, code, flags)).toBe(expected);
  });

  it("tells what never arrived", () => {
    expect(neverArrived("http", "503", "UF,URX")).toBe(true);
    expect(neverArrived("http", "0", "DC")).toBe(true);
    expect(neverArrived("http", "503", "")).toBe(false);
    expect(neverArrived("grpc", "0", "")).toBe(false);
    expect(flagList("-")).toEqual([]);
  });
});
