import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { HeddleError } from "@/lib/model/heddle-error";

/** Networks that are not the public internet. Source: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates). */
const NOT_PUBLIC: readonly [string, number, "ipv4" | "ipv6"][] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["::", 127, "ipv6"],
  ["64:ff9b::", 96, "ipv6"],
  ["64:ff9b:1::", 48, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 10, "ipv6"],
  ["fec0::", 10, "ipv6"],
  ["ff00::", 8, "ipv6"],
];

const blocked = new BlockList();
for (const [net, prefix, family] of NOT_PUBLIC) blocked.addSubnet(net, prefix, family);

/** Whether an address belongs to the public internet. IPv4 inside IPv6 (::ffff:a.b.c.d) counts as the IPv4 it is. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return isPublicAddress(mapped);
  return !blocked.check(address, family === 4 ? "ipv4" : "ipv6");
}

export interface CheckedAddress {
  address: string;
  family: 4 | 6;
}

/**
 * The address a URL leads to, looked up now; whoever connects must use this one, so that the name cannot lead elsewhere a moment later. Throws
 * `refused_by_policy` when any address of the name is in a private network (unless `allowPrivate`), `unavailable` when the name is unknown.
 */
export async function checkAddress(url: URL, allowPrivate: boolean): Promise<CheckedAddress> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = await lookup(host, { all: true, verbatim: true }).catch((cause: unknown) => {
    throw new HeddleError("unavailable", {
      what: `The name ${host} is not known.`,
      why: cause instanceof Error ? cause.message : String(cause),
      next: "Check the address of the target.",
    });
  });
  const inside = allowPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address));
  const [first] = found;
  if (inside || !first) throw privateNetwork(host, inside?.address ?? "no address");
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

const privateNetwork = (host: string, address: string): HeddleError =>
  new HeddleError("refused_by_policy", {
    what: `Messages are not sent to ${host}.`,
    why: `It leads to ${address}, which is not on the public internet; a target there could be used to reach into your network.`,
    next: "Use a public address, or start the console with HEDDLE_NOTIFY_PRIVATE=1 if your receivers are inside.",
  });
