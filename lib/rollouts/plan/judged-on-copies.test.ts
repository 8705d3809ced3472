import { expect, test } from "vitest";
import { Step } from "@/lib/model/rollout-plan";
import { judgedOnCopies } from "./judged-on-copies";

const step = (id: string, more: object) => Step.parse({ id, ...more });
const steps = [
  step("gate", { kind: "bake" }),
  step("mirror", { kind: "mirror", percent: 20 }),
  step("wait", { kind: "bake" }),
  step("header", { kind: "headerMatch", match: { name: "x-beta", value: "1" } }),
  step("five", { kind: "setWeight", weight: 5 }),
];

test("a candidate is judged on copies from the mirror until something sends it requests of users", () => {
  expect(steps.filter(({ id }) => judgedOnCopies({ steps }, id)).map(({ id }) => id)).toEqual(["mirror", "wait"]);
  expect(judgedOnCopies({ steps }, "@promoted")).toBe(false);
});
