import type { AppContext } from "../identity/ctx";
import type { FailureLimiter } from "../identity/failure-limiter";
import type { SignIn } from "../identity/sign-in";
import type { SystemStatus } from "../model/system-status";
import type { ConsoleMetrics } from "../telemetry/console-metrics";

/** Everything the API needs that lives as long as the console: built by lib/server.ts, read by Next's copy of the routes. */
export interface ConsoleContext {
  app: AppContext;
  settings: {
    version: string;
    /** origin people reach the console at, without a slash at its end */
    publicUrl: string;
    /** origins a browser's call may come from */
    allowedOrigins: ReadonlySet<string>;
    secureCookies: boolean;
    bootstrapToken: string | undefined;
    internalToken: string | undefined;
  };
  metrics: ConsoleMetrics;
  failures: FailureLimiter;
  signIn: SignIn;
  /** what Heddle knows of its collector, ports and versions */
  status(): Promise<SystemStatus>;
}

const KEY = Symbol.for("heddle.console-context");
const holder = globalThis as { [KEY]?: ConsoleContext };

/** Shares the context with modules that another bundler made: Next's own copy of lib/api. */
export function shareConsoleContext(context: ConsoleContext | undefined): void {
  holder[KEY] = context;
}

/** undefined: the console is still starting. */
export function sharedConsoleContext(): ConsoleContext | undefined {
  return holder[KEY];
}
