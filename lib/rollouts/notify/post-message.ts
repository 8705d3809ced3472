import { type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { type CheckedAddress, checkAddress } from "./address-guard";

const MAX_ANSWER_BYTES = 64 * 1024;

export interface PostOptions {
  /** all of it: name, connection, answer */
  timeoutMs: number;
  allowPrivate: boolean;
  signal?: AbortSignal;
}

/**
 * Posts one message and gives the status of the answer. Follows no redirect, uses no proxy, reads at most 64 kB of the answer, and connects to exactly the
 * address that was checked. Throws when there is no answer in time, or HeddleError `refused_by_policy` for a target inside.
 */
export async function postMessage(
  target: string,
  body: string,
  headers: Record<string, string>,
  { timeoutMs, allowPrivate, signal }: PostOptions,
): Promise<number> {
  const url = new URL(target);
  const limit = AbortSignal.timeout(timeoutMs);
  const until = signal ? AbortSignal.any([limit, signal]) : limit;
  const address = await orAbort(checkAddress(url, allowPrivate), until);
  return new Promise<number>((resolve, reject) => {
    const sent = open(url, address, { ...headers, "content-length": String(Buffer.byteLength(body)) }, until);
    sent.on("error", (error) => reject(until.aborted ? late(timeoutMs) : error));
    sent.on("response", (answer) => {
      let read = 0;
      answer.on("data", (chunk: Buffer) => {
        read += chunk.length;
        if (read > MAX_ANSWER_BYTES) answer.destroy();
      });
      answer.on("close", () => resolve(answer.statusCode ?? 0));
      answer.on("error", () => resolve(answer.statusCode ?? 0));
    });
    sent.end(body);
  });
}

function open(
  url: URL,
  { address, family }: CheckedAddress,
  headers: Record<string, string>,
  signal: AbortSignal,
): ClientRequest {
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return send(url, {
    method: "POST",
    headers,
    signal,
    agent: false,
    lookup: (_host, options, done) => {
      if (options.all) done(null, [{ address, family }]);
      else done(null, address, family);
    },
  });
}

const late = (ms: number): Error => new Error(`No answer within ${ms / 1000} s.`);

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("The name could not be looked up in time.")), {
      once: true,
    });
    work.then(resolve, reject);
  });
}
