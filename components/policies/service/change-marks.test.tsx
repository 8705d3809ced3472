import { expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import { changeMarks } from "./change-marks";

const WINDOW = { fromMs: 0, toMs: 1000 };
const at = (...times: number[]) =>
  changeMarks(
    times.map((ms, i) => ({ createdAt: new Date(ms).toISOString(), number: i + 1 }) as Change),
    WINDOW,
  ).map(({ words }) => words);

it("names changes one by one where their names have room", () => {
  expect(at(100, 400, 700)).toEqual(["Change 1", "Change 2", "Change 3"]);
});

it("names close changes together", () => {
  expect(at(100, 150, 600)).toEqual(["1–2", "Change 3"]);
});

it("leaves room for two names between a line and one near the end, whose name stands left of it", () => {
  expect(at(650, 900)).toEqual(["1–2"]);
  expect(at(400, 900)).toEqual(["Change 1", "Change 2"]);
});
