import type { HeddleError } from "@/lib/model/heddle-error";

/** What a call failed with; null: it did not. */
export const failure = (work: Promise<unknown>): Promise<HeddleError | null> =>
  work.then(
    () => null,
    (error: HeddleError) => error,
  );
