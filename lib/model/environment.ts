import { z } from "zod";

/** What a mesh serves: in production changes ask more people, and every page says so. */
export const Environment = z.enum(["production", "staging"]);
export type Environment = z.infer<typeof Environment>;
