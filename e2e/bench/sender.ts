import { Agent, request } from "node:http";
import { otlpBatch } from "../support/otlp-batch";

const BATCH = 512;
const PREPARED = 64;
const CONNECTIONS = 4;

const [url = "", secondsText = "10", rateText = "0"] = process.argv.slice(2);
const endAt = Date.now() + Number(secondsText) * 1000;
const spansPerSec = Number(rateText);
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function post(body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-protobuf", "content-length": body.length };
    const outgoing = request(`${url}/v1/traces`, { method: "POST", agent, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Span ids repeat between sends of one prepared batch, trace ids too: the receiver stores every copy, which costs it the same. */
const batches = Array.from({ length: PREPARED }, (_, i) => otlpBatch({ spans: BATCH, atMs: Date.now() - i }));
const started = Date.now();
let sent = 0;
let acknowledged = 0;
let throttled = 0;

async function connection(first: number): Promise<void> {
  for (let i = first; Date.now() < endAt; i += CONNECTIONS) {
    const due = started + (sent / (spansPerSec || Number.POSITIVE_INFINITY)) * 1000;
    if (due > Date.now()) await new Promise((resolve) => setTimeout(resolve, due - Date.now()));
    sent += BATCH;
    const status = await post(batches[i % PREPARED] ?? Buffer.alloc(0));
    if (status === 200) acknowledged += BATCH;
    else throttled++;
  }
}

await Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => connection(i)));
const seconds = (Date.now() - started) / 1000;
process.stdout.write(
  JSON.stringify({ acknowledged, throttled, seconds, bytesPerSpan: (batches[0]?.length ?? 0) / BATCH }),
);
process.exit(0);
