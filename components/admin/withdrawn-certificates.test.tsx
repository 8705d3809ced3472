import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { WithdrawnCertificates } from "./withdrawn-certificates";

const text = (withdrawn: { certificates: number; refused: boolean; reason?: string }) =>
  render(<WithdrawnCertificates withdrawn={withdrawn} />).container.textContent;

test("says nothing while nothing is withdrawn, else how many and that they are refused", () => {
  expect(text({ certificates: 0, refused: false })).toBe("");
  expect(text({ certificates: 1, refused: true })).toMatch(/Refused.*1 certificate\. Proxies refuse new connections/);
});

test("says why they are not refused, and what to do", () => {
  const shown = text({ certificates: 3, refused: false, reason: "authority 2 has no key here" });
  expect(shown).toMatch(/Not refused.*3 certificates\..*\(authority 2 has no key here\).*Stop the proxy/);
});
