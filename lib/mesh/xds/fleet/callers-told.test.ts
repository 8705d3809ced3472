import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CallersTold } from "./callers-told";

describe("callers told", () => {
  it("knows of the newest push that all callers hold, and nothing of later ones", () => {
    const pushes = fc.array(fc.record({ tls: fc.boolean(), held: fc.nat(3) }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(pushes, (steps) => {
        const told = new CallersTold();
        let held = 0;
        steps.forEach(({ tls, held: more }, index) => {
          const seq = index + 1;
          told.pushed(seq, { reviews: tls });
          held = Math.max(held, Math.min(seq, held + more));
          const known = told.known((asked) => asked <= held);
          expect(known).toEqual(held === 0 ? {} : { reviews: steps[held - 1]?.tls });
        });
      }),
    );
  });
});
