import { expect, test } from "@playwright/test";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";

test("a freeze window is added, says when it comes next, is changed, and is removed", async ({ browser }) => {
  const page = await signedIn(browser, { timezoneId: "UTC" });
  await page.goto(`${stack.url}/settings/freeze-windows`);
  await page.getByRole("button", { name: /^Add/ }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "Name", exact: true }).fill("Evenings");
  for (const day of ["Monday", "Saturday"]) await form.getByRole("checkbox", { name: day }).click();
  await form.getByRole("textbox", { name: "Namespaces" }).fill("nowhere");
  await form.getByRole("button", { name: "Add window" }).click();
  const row = page.getByRole("list", { name: "Freeze windows" }).getByRole("listitem").filter({ hasText: "Evenings" });
  await expect(row).toContainText("Mon, Fri, Sat from 16:00 to 24:00, UTC");
  await expect(row.getByRole("time")).toContainText(/\d\d:\d\d/);
  await row.getByRole("button", { name: "Change Evenings" }).click();
  await expect(form.getByRole("textbox", { name: "Namespaces" })).toHaveValue("nowhere");
  await form.getByRole("checkbox", { name: "Friday" }).click();
  await form.getByRole("textbox", { name: "Reason" }).fill("Nobody is on call");
  await form.getByRole("button", { name: "Save window" }).click();
  await expect(row).toContainText("Mon, Sat from 16:00 to 24:00, UTC · nowhere · Nobody is on call");
  await row.getByRole("button", { name: "Remove Evenings" }).click();
  await page.getByRole("button", { name: "Remove window" }).click();
  await expect(row).toHaveCount(0);
});

test("a notification target keeps its secrets, a test send says why it did not arrive, and it is told what is ticked", async ({
  browser,
}) => {
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/settings/notifications`);
  await page.getByRole("button", { name: /^Add/ }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "Name", exact: true }).fill("release bot");
  await form.getByRole("textbox", { name: "Address" }).fill("http://127.0.0.1:9/path-that-is-secret");
  await form.getByLabel("Secret").fill("signing-secret");
  await form.getByRole("checkbox", { name: "It goes back" }).click();
  await form.getByRole("button", { name: "Add target" }).click();
  const row = page
    .getByRole("list", { name: "Notification targets" })
    .getByRole("listitem")
    .filter({ hasText: "release bot" });
  await expect(row).toContainText("JSON, signed · approvals, pauses, alarms, endings");
  expect(await page.content()).not.toMatch(/path-that-is-secret|signing-secret/);
  await row.getByRole("button", { name: "Send a test to release bot" }).click();
  await expect(row.getByRole("status")).toContainText("Messages are not sent to 127.0.0.1");
  await row.getByRole("button", { name: "Change release bot" }).click();
  await expect(form.getByRole("textbox", { name: "Address" })).toHaveValue("");
  await form.getByRole("checkbox", { name: "It goes back" }).click();
  await form.getByRole("checkbox", { name: /Take the secret away/ }).click();
  await form.getByRole("checkbox", { name: "Send messages to it" }).click();
  await form.getByRole("button", { name: "Save target" }).click();
  await expect(row).toContainText("http://127.0.0.1:9 · JSON, unsigned · everything");
  await expect(row).toContainText("Off");
  await row.getByRole("button", { name: "Remove release bot" }).click();
  await page.getByRole("button", { name: "Remove target" }).click();
  await expect(row).toHaveCount(0);
});
