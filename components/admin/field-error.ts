import { z } from "zod";
import { HeddleError } from "@/lib/model/heddle-error";

const Details = z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) });

/** What the server said of one field of a form, by its path ("body.login"). */
export function fieldError(error: unknown, path: string): string | undefined {
  const parsed = Details.safeParse(error instanceof HeddleError ? error.details : undefined);
  return parsed.success ? parsed.data.issues.find((issue) => issue.path === path)?.message : undefined;
}
