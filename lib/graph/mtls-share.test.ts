import { expect, test } from "vitest";
import { mtlsShareOf } from "./mtls-share";

test("is weighed by requests, leaves out what is not known, and is not known of nothing", () => {
  const edges = [
    { requests: 30, mtlsShare: 1 },
    { requests: 10, mtlsShare: 0 },
    { requests: 1000, mtlsShare: null },
  ];
  expect(mtlsShareOf(edges)).toBe(0.75);
  expect(mtlsShareOf(edges.slice(2))).toBeNull();
  expect(mtlsShareOf([])).toBeNull();
});
