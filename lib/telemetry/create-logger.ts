import pino, { type Logger } from "pino";

/** Header and field names whose values never reach a log line. */
const SECRETS = [
  "token",
  "*.token",
  "authorization",
  "*.authorization",
  "cookie",
  "*.cookie",
  "csrfToken",
  "*.csrfToken",
  "tokenHash",
  "*.tokenHash",
];

/** The structured log of one process: JSON lines on stdout, ISO times, secrets blanked. `part` names the process. */
export function createLogger(part: string, level: string): Logger {
  return pino({
    level,
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS, censor: "[secret]" },
  });
}
