import type { Browser, Page } from "@playwright/test";
import type { Role } from "@/lib/model/actor";
import { stack } from "./stack";

/** Whom a link signs in; people are told apart by their names. */
interface Who {
  name?: string;
  roles?: Role[];
}

/** A page of a new browser context that is signed in by a fresh one-time link, as the API hands them out. */
export async function signedIn(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
  who: Who = {},
): Promise<Page> {
  const answer = await fetch(`${stack.url}/api/v1/sign-in-links`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    body: JSON.stringify(who),
  });
  if (!answer.ok) throw new Error(`No sign-in link: ${answer.status} ${await answer.text()}`);
  const { url } = (await answer.json()) as { url: string };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForURL((current) => !current.pathname.startsWith("/sign-in"));
  return page;
}
