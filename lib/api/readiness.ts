/** One thing the console leans on. `needed`: without it the console answers nothing useful. */
export interface ReadyPart {
  name: string;
  needed: boolean;
  /** Throws, or takes too long, when it is away. */
  check(): Promise<void>;
}

export interface Readiness {
  ready: boolean;
  parts: { name: string; ok: boolean; needed: boolean; error?: string }[];
}

const CHECK_MS = 2000;

/**
 * How the console is: ready when every needed part is there. What it can do without (the collector) is told and shown on its pages, but
 * takes no console out of service.
 */
export async function readiness(parts: readonly ReadyPart[]): Promise<Readiness> {
  const checked = await Promise.all(
    parts.map(async ({ name, needed, check }) => {
      try {
        await within(check(), CHECK_MS);
        return { name, needed, ok: true };
      } catch (error) {
        return { name, needed, ok: false, error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  return { ready: checked.every(({ ok, needed }) => ok || !needed), parts: checked };
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
