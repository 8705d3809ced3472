import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { SCENARIO_TEXT, SCENARIOS } from "../scenario/scenarios";
import type { Stage } from "../scenario/stage";
import type { TrafficCounts } from "../traffic/traffic-generator";

const MAX_BODY_BYTES = 4096;

/** `PUT /scenario`: what to play and, if wanted, how many requests a second arrive at the gateway. */
const Wanted = z
  .object({ name: z.enum(SCENARIOS).optional(), ratePerSec: z.number().min(0.1).max(500).optional() })
  .refine((wanted) => wanted.name !== undefined || wanted.ratePerSec !== undefined, "give name, ratePerSec or both");

export interface ControlParts {
  stage: Stage;
  ready(): boolean;
  traffic(): TrafficCounts;
  proxies(): { name: string; pid: number }[];
}

/** The sample's own control on loopback: `GET /healthz`, `GET /scenario`, `PUT /scenario`. */
export function controlServer(parts: ControlParts): Server {
  return createServer((incoming, outgoing) => {
    void answer(parts, incoming)
      .catch((error: unknown) => ({
        status: 400,
        body: { error: error instanceof Error ? error.message : "bad request" },
      }))
      .then((result) => send(outgoing, result));
  });
}

interface Result {
  status: number;
  body: unknown;
}

async function answer(parts: ControlParts, incoming: IncomingMessage): Promise<Result> {
  const { stage } = parts;
  switch (`${incoming.method} ${(incoming.url ?? "").split("?", 1)[0]}`) {
    case "GET /healthz":
      return parts.ready()
        ? { status: 200, body: { status: "ok", proxies: parts.proxies() } }
        : { status: 503, body: { status: "starting", proxies: parts.proxies() } };
    case "GET /scenario":
      return { status: 200, body: state(parts) };
    case "PUT /scenario": {
      const wanted = Wanted.safeParse(JSON.parse(await readBody(incoming)));
      if (!wanted.success) return { status: 400, body: { error: z.prettifyError(wanted.error), scenarios: SCENARIOS } };
      stage.scenario = wanted.data.name ?? stage.scenario;
      stage.ratePerSec = wanted.data.ratePerSec ?? stage.ratePerSec;
      return { status: 200, body: state(parts) };
    }
    default:
      return { status: 404, body: { error: "there are GET /healthz, GET /scenario and PUT /scenario" } };
  }
}

function state({ stage, traffic }: ControlParts) {
  return {
    name: stage.scenario,
    text: SCENARIO_TEXT[stage.scenario],
    ratePerSec: stage.ratePerSec,
    scenarios: SCENARIOS.map((name) => ({ name, text: SCENARIO_TEXT[name] })),
    traffic: traffic(),
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error(`a body of more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(outgoing: ServerResponse, { status, body }: Result): void {
  outgoing.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  outgoing.end(`${JSON.stringify(body)}\n`);
}
