import { parseCliEnv } from "@/lib/env";

export interface CliSettings {
  server: string;
  token: string | undefined;
}

/** Where the command line talks to, by flag, else HEDDLE_URL and HEDDLE_TOKEN, else the default address. */
export function cliSettings(flags: { server?: string; token?: string }): CliSettings {
  const env = parseCliEnv(process.env);
  return { server: (flags.server ?? env.url).replace(/\/+$/, ""), token: flags.token ?? env.token };
}
