import { expect, test } from "@playwright/test";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";

test("menus and popovers open on the first press, by keyboard too, and give the focus back", async ({ browser }) => {
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/services`);
  const account = page.getByRole("button", { name: /^Account of/ });
  await account.click();
  const menu = page.getByRole("menu");
  await expect(menu).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(account).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menu").locator(":focus")).toHaveAttribute("role", /^menuitem/);
  await page.keyboard.press("Escape");
  await expect(account).toBeFocused();

  const namespaces = page.getByRole("button", { name: /namespaces/i }).first();
  await namespaces.click();
  const popover = page.getByRole("dialog", { name: "Namespaces" });
  await expect(popover.getByRole("checkbox").first()).toBeVisible();
  await namespaces.click();
  await expect(popover).toHaveCount(0);
  await namespaces.press("Enter");
  await expect(popover).toBeVisible();
  await page.keyboard.press("Shift+Tab");
  await expect(namespaces).toBeFocused();
  await expect(popover).toHaveCount(0);
  await namespaces.click();
  await expect(popover).toBeVisible();
  await page.getByRole("main").click({ position: { x: 300, y: 300 } });
  await expect(popover).toHaveCount(0);
});

test("an icon says its name when pointed at or focused by keyboard, and Esc takes the words away", async ({
  browser,
}) => {
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/services`);
  const earlier = page.getByRole("button", { name: "Earlier" });
  const words = page.getByRole("tooltip");
  // The button is in the page's HTML: pointed at before its code runs, it hears nothing.
  await expect(async () => {
    await page.mouse.move(5, 600);
    await earlier.hover();
    await expect(words).toContainText("Earlier", { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
  await words.hover();
  await expect(words).toBeVisible();
  await page.mouse.move(5, 600);
  await expect(words).toHaveCount(0);
  await page.keyboard.press("Tab");
  await earlier.focus();
  await expect(words).toContainText("Earlier");
  await page.keyboard.press("Escape");
  await expect(words).toHaveCount(0);
});
