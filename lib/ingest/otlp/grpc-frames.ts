import type { Readable } from "node:stream";
import { HeddleError } from "../../model/heddle-error";
import type { BodyReader } from "../http/body-reader";
import { tooLarge } from "../http/body-reader";

const FRAME_HEAD = 5;

/**
 * The one message of a unary call: compressed flag, length (4 bytes, big-endian), message. Source: gRPC over HTTP/2.
 * Throws HeddleError `too_large`, `unsupported_media_type` (compression we do not have), `invalid_input`.
 */
export async function readUnaryMessage(stream: Readable, bodies: BodyReader, encoding: string): Promise<Buffer> {
  const framed = await bodies.read(stream);
  if (framed.length < FRAME_HEAD) throw badFrame(`The call carries ${framed.length} bytes, less than a frame's head.`);
  const size = framed.readUInt32BE(1);
  if (size > bodies.maxBytes) throw tooLarge(bodies.maxBytes);
  if (framed.length !== FRAME_HEAD + size) {
    throw badFrame(`The frame announces ${size} bytes, the call carries ${framed.length - FRAME_HEAD}.`);
  }
  const message = framed.subarray(FRAME_HEAD);
  if (framed[0] === 0) return message;
  if (framed[0] !== 1) throw badFrame(`The compressed flag is ${framed[0]}.`);
  if (encoding !== "gzip") {
    throw new HeddleError("unsupported_media_type", {
      what: "The message cannot be decompressed.",
      why: `grpc-encoding ${encoding || "(none)"} is not known.`,
      next: "Send gzip or no compression.",
    });
  }
  return bodies.gunzip(message);
}

function badFrame(why: string): HeddleError {
  return new HeddleError("invalid_input", {
    what: "The call is not a unary gRPC call.",
    why,
    next: "Send exactly one message.",
  });
}

/** One uncompressed frame around a message. */
export function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(FRAME_HEAD);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
