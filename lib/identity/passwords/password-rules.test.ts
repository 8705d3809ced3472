import { describe, expect, it } from "vitest";
import { passwordProblem } from "./password-rules";

const about = { login: "ada.lovelace@example.com", name: "Ada Lovelace" };

describe("passwordProblem", () => {
  it.each(["seven purple looms hum", "Tr7#kk2!pLw9", "пять синих ткацких станков"])("takes %s", (password) => {
    expect(passwordProblem(password, about)).toBeNull();
  });

  it.each([
    ["short", "eleven char"],
    ["endless", "x1y2z3".repeat(50)],
    ["one character", "aaaaaaaaaaaaaaaaaa"],
    ["a common word", "passwordpassword"],
    ["a row of keys", "qwertyuiopasdf"],
    ["digits in a row", "123456789012"],
    ["their own name", "lovelaceLovelace"],
    ["their own login", "ada.lovelace1234"],
  ])("refuses %s", (_what, password) => {
    expect(passwordProblem(password, about)).not.toBeNull();
  });
});
