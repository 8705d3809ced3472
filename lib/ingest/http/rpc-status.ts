import { ByteWriter } from "../wire/byte-writer";

/** google.rpc.Status in protobuf; `retryAfterSec` adds a google.rpc.RetryInfo detail. */
export function rpcStatus(code: number, message: string, retryAfterSec?: number): Buffer {
  const out = new ByteWriter(256);
  out.byte(0x08);
  out.varint(code);
  out.byte(0x12);
  out.text(message);
  if (retryAfterSec !== undefined) {
    const detail = out.open(0x1a);
    out.byte(0x0a);
    out.text("type.googleapis.com/google.rpc.RetryInfo");
    const value = out.open(0x12);
    const duration = out.open(0x0a);
    out.byte(0x08);
    out.varint(retryAfterSec);
    out.close(duration);
    out.close(value);
    out.close(detail);
  }
  return out.view();
}

/** The same in protobuf's JSON form. */
export function rpcStatusJson(code: number, message: string, retryAfterSec?: number): string {
  const details =
    retryAfterSec === undefined
      ? {}
      : { details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retryAfterSec}s` }] };
  return JSON.stringify({ code, message, ...details });
}
