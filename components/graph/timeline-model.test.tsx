import { describe, expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import { momentAt, shareOf, timelineArea, timelineMarks } from "./timeline-model";

const span = { fromMs: 0, toMs: 100_000 };

describe("timeline", () => {
  it("maps moments to shares and back, cut at the ends", () => {
    expect(shareOf(span, 25_000)).toBe(0.25);
    expect(shareOf(span, -5)).toBe(0);
    expect(momentAt(span, 0.5)).toBe(50_000);
    expect(momentAt(span, 7)).toBe(100_000);
  });

  it("leaves gaps open in the area", () => {
    const latencyMs = { avg: null, p50: null, p95: null, p99: null };
    const point = (atMs: number) => ({ atMs, requests: 10, errors: 1, latencyMs, bytes: 0, partial: false });
    const { total, failed } = timelineArea(
      { stepSec: 10, points: [0, 10_000, 20_000, 60_000, 70_000].map(point) },
      span,
    );
    expect(total.split("Z").filter(Boolean)).toHaveLength(2);
    expect(failed).toContain("M0.0 100");
  });

  it("marks changes inside the span, oldest first, by what they changed and why", () => {
    const change = (id: string, seconds: number): Change =>
      ({
        id,
        number: 7,
        createdAt: new Date(seconds * 1000).toISOString(),
        reason: "retries 2 to 3",
        items: [{ key: { name: "cart" } }],
      }) as unknown as Change;
    const marks = timelineMarks([change("b", 50), change("a", 10), change("late", 500)], span);
    expect(marks.map((mark) => mark.id)).toEqual(["a", "b"]);
    expect(marks[0]).toMatchObject({ at: 0.1, words: "cart: retries 2 to 3" });
  });
});
