import { BlockList, isIP } from "node:net";
import { sameSecret } from "./secret-token";

/** A reverse proxy that says who calls. */
export interface ProxySignIn {
  /** header with the user, e.g. x-forwarded-user */
  userHeader: string;
  /** header with groups, separated by commas or blanks; null: none */
  groupsHeader: string | null;
  /** what the proxy sends in x-heddle-proxy-secret */
  secret: string;
}

export const PROXY_SECRET_HEADER = "x-heddle-proxy-secret";

/** Addresses and networks (`10.0.0.0/8`, `::1`) whose word about callers is taken. */
export class TrustedAddresses {
  readonly #list = new BlockList();
  readonly #any: boolean;

  /** Throws an Error that names what is no address. */
  constructor(addresses: readonly string[]) {
    for (const text of addresses) this.#add(text);
    this.#any = addresses.length > 0;
  }

  has(address: string): boolean {
    const plain = unmapped(address);
    const family = isIP(plain);
    return this.#any && family !== 0 && this.#list.check(plain, family === 6 ? "ipv6" : "ipv4");
  }

  /**
   * Whom a call comes from: the peer, or behind trusted proxies the last address in X-Forwarded-For that is none of theirs. What stands
   * further left was written by strangers.
   */
  callerOf(peer: string, forwardedFor: string | undefined): string {
    if (!this.has(peer)) return unmapped(peer);
    const hops = (forwardedFor ?? "").split(",").map((hop) => unmapped(hop.trim()));
    for (const hop of hops.reverse()) {
      if (isIP(hop) === 0) break;
      if (!this.has(hop)) return hop;
    }
    return unmapped(peer);
  }

  #add(text: string): void {
    const [address = "", bits] = text.split("/");
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? most : Number(bits);
    if (family === 0 || !/^\d*$/.test(bits ?? "") || prefix > most)
      throw new Error(`“${text}” is no address or network`);
    this.#list.addSubnet(address, prefix, family === 6 ? "ipv6" : "ipv4");
  }
}

/** Whom the proxy names; null: nobody, or it is not the trusted proxy that speaks. `peer`: the address that connected. */
export function userOfProxy(
  proxy: ProxySignIn | null,
  trusted: TrustedAddresses,
  peer: string,
  headers: Headers,
): { user: string; groups: string[] } | null {
  if (!proxy || !trusted.has(peer)) return null;
  const secret = headers.get(PROXY_SECRET_HEADER);
  if (secret === null || !sameSecret(secret, proxy.secret)) return null;
  const user = headers.get(proxy.userHeader)?.trim() ?? "";
  if (user === "" || user.length > 200) return null;
  const groups = proxy.groupsHeader === null ? "" : (headers.get(proxy.groupsHeader) ?? "");
  return { user, groups: groups.split(/[\s,;]+/).filter(Boolean) };
}

/** IPv4 inside IPv6 as plain IPv4, as it stands in settings. */
function unmapped(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
