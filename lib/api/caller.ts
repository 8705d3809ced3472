import type { IncomingMessage } from "node:http";
import type { TrustedAddresses } from "../identity/trusted-proxy";

/** Set by the console's server, which overwrites what a client sends: whom a call comes from, and which address connected. */
export const REMOTE_HEADER = "x-heddle-remote-address";
export const PEER_HEADER = "x-heddle-peer-address";

/** Writes into the headers where a call comes from. */
export function stampCaller(request: IncomingMessage, trusted: TrustedAddresses): void {
  const peer = request.socket.remoteAddress ?? "";
  const forwarded = request.headers["x-forwarded-for"];
  request.headers[PEER_HEADER] = peer;
  request.headers[REMOTE_HEADER] = trusted.callerOf(peer, Array.isArray(forwarded) ? forwarded.join(",") : forwarded);
}
