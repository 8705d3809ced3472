const SHOWN_AFTER_MS = 1000;
const REPEAT_MS = 15_000;
const TICK_MS = 250;
const CLEAR_LINE = "\r\u001b[2K";

/** Prints a line, over the counting line of a step if there is one. */
export function say(text, out = process.stdout) {
  out.write(`${out.isTTY ? CLEAR_LINE : ""}${text}\n`);
}

const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * Does one piece of work, and says so when it takes longer than a second: on a terminal one line that counts,
 * elsewhere a line at the start and every 15 s; at the end how long it took. Gives what the work gave.
 */
export async function step(name, work, out = process.stdout) {
  const started = performance.now();
  let shownAt = 0;
  const timer = setInterval(() => {
    if (performance.now() - started < SHOWN_AFTER_MS) return;
    if (out.isTTY) out.write(`${CLEAR_LINE}  … ${name} (${seconds(started)})`);
    else if (shownAt === 0 || performance.now() - shownAt > REPEAT_MS) out.write(`  … ${name} (${seconds(started)})\n`);
    else return;
    shownAt = performance.now();
  }, TICK_MS);
  let mark = "✗";
  try {
    const result = await work();
    mark = "✓";
    return result;
  } finally {
    clearInterval(timer);
    if (out.isTTY && shownAt > 0) out.write(CLEAR_LINE);
    if (performance.now() - started >= SHOWN_AFTER_MS) out.write(`  ${mark} ${name} (${seconds(started)})\n`);
  }
}
