import { z } from "zod";

/** A network address: DNS name or IP without brackets, and a port. */
export interface HostPort {
  host: string;
  port: number;
}

const PATTERN = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/;

/** Parses `host:port` (`[v6]:port` for IPv6). null when it is not one, or the port is outside 1..65535. */
export function parseHostPort(text: string): HostPort | null {
  const found = PATTERN.exec(text);
  if (!found) return null;
  const host = found[1] ?? found[2];
  const port = Number(found[3]);
  if (host === undefined || port < 1 || port > 65_535) return null;
  return { host, port };
}

/** `host:port` as a zod type that gives { host, port }. */
export const HostPortText = z.string().transform((text, ctx): HostPort => {
  const parsed = parseHostPort(text);
  if (parsed) return parsed;
  ctx.addIssue({ code: "custom", message: `expected host:port, got "${text}"` });
  return z.NEVER;
});

/** `host:port`, or several with commas between them, as a zod type that gives a list. */
export const HostPortsText = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(HostPortText).min(1));

/** true for an IPv4 or IPv6 literal: such an address needs no DNS. */
export function isIpLiteral(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(":");
}
