/** Polls until `condition` holds; a throw inside counts as "not yet" unless it repeats until the end, when it is the cause. */
export async function waitFor(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { timeoutMs = 30_000, everyMs = 200 } = {},
): Promise<void> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      if (await condition()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${what}.`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
