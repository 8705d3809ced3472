import fc from "fast-check";
import { expect, it } from "vitest";
import type { FreezeWindow } from "@/lib/model/freeze-window";
import { draftOfWindow, freezeProblem, windowOfDraft } from "./freeze-draft";

const minute = (iso: Date) => new Date(Math.floor(iso.getTime() / 60_000) * 60_000).toISOString();
const date = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true });

const when: fc.Arbitrary<FreezeWindow["when"]> = fc.oneof(
  fc.record({
    kind: fc.constant("weekly" as const),
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }).map((days) => days.sort()),
    fromMinute: fc.integer({ min: 0, max: 1439 }),
    toMinute: fc.integer({ min: 1, max: 1440 }),
    timeZone: fc.constantFrom("UTC", "Europe/Berlin"),
  }),
  fc
    .uniqueArray(date.map(minute), { minLength: 2, maxLength: 2 })
    .map((ends) => ends.sort())
    .map(([from = "", to = ""]) => ({ kind: "once" as const, from, to })),
);

it("gives a window back as it was when nothing of its draft is changed", () => {
  const namespaces = fc.option(fc.uniqueArray(fc.constantFrom("shop", "payments", "lab"), { minLength: 1 }));
  fc.assert(
    fc.property(when, namespaces, (time, places) => {
      const window = { id: "w", name: "Evenings", reason: "", namespaces: places, when: time };
      const draft = draftOfWindow(window, "Asia/Tokyo");
      expect(freezeProblem(draft)).toBeNull();
      expect({ id: "w", ...windowOfDraft(draft) }).toEqual(window);
    }),
  );
});
