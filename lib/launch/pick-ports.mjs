import { createServer } from "node:net";

/** Every port of the product: name in lib/env.ts, its variable, default; the index is the offset from HEDDLE_PORT_BASE. */
export const PORTS = [
  { name: "consolePort", what: "console", variable: "HEDDLE_CONSOLE_PORT", standard: 3000 },
  { name: "xdsPort", what: "control plane", variable: "HEDDLE_XDS_PORT", standard: 15010 },
  { name: "otlpGrpcPort", what: "OTLP over gRPC", variable: "HEDDLE_OTLP_GRPC_PORT", standard: 4317 },
  { name: "otlpHttpPort", what: "OTLP over HTTP", variable: "HEDDLE_OTLP_HTTP_PORT", standard: 4318 },
  { name: "zipkinPort", what: "Zipkin", variable: "HEDDLE_ZIPKIN_PORT", standard: 9411 },
  { name: "collectorPort", what: "collector", variable: "HEDDLE_COLLECTOR_PORT", standard: 15020 },
  { name: "samplePort", what: "the sample's gateway", variable: "HEDDLE_SAMPLE_PORT", standard: 8080, sample: true },
  {
    name: "sampleControlPort",
    what: "the sample's control",
    variable: "HEDDLE_SAMPLE_CONTROL_PORT",
    standard: 8081,
    sample: true,
  },
];

const HIGHEST = 65_535;

function parsePort(variable, text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= HIGHEST) return port;
  throw new Error(`${variable} is "${text}"; it must be a port, 1 to ${HIGHEST}.`);
}

/** Whether nobody listens on `port` of `host` and we may. */
export function isFree(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The ports that settings ask for, by the rule of lib/env.ts: own variable, else HEDDLE_PORT_BASE + offset, else default. */
export function wantedPorts(env = process.env, { sample = true } = {}) {
  const base = env.HEDDLE_PORT_BASE ? parsePort("HEDDLE_PORT_BASE", env.HEDDLE_PORT_BASE) : undefined;
  return PORTS.map(({ name, what, variable, standard, sample: ofSample = false }, offset) => {
    if (env[variable]) return { name, what, variable, ofSample, port: parsePort(variable, env[variable]) };
    return { name, what, variable, ofSample, port: base === undefined ? standard : base + offset };
  }).filter(({ ofSample }) => sample || !ofSample);
}

/** First port of a run of free neighbours that holds all of ours; undefined when none was found. */
async function freeBase() {
  for (let base = 23_000; base < 31_000; base += 100) {
    const free = await Promise.all(PORTS.map((_, offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  return undefined;
}

/** What to tell about ports that others hold: each with its variable, and the setting that moves them all. */
export function portsMessage(taken, base) {
  const lines = taken.map(
    ({ port, what, variable }) => `  port ${port} (${what}) is taken by another program; ${variable} sets another one`,
  );
  const all = base === undefined ? "HEDDLE_PORT_BASE=<port> npm start" : `HEDDLE_PORT_BASE=${base} npm start`;
  return `${lines.join("\n")}\n\nMove all of Heddle's ports at once with: ${all}`;
}

/** The ports to use, `{ consolePort: 3000, … }`. Throws with a message for people when others hold some of them. */
export async function pickPorts({ env = process.env, sample = true } = {}) {
  const wanted = wantedPorts(env, { sample });
  const twice = wanted.find(({ port }, i) => wanted.some((other, j) => j < i && other.port === port));
  if (twice) throw new Error(`Port ${twice.port} is wanted twice, once by ${twice.variable}; set another one.`);
  const host = env.HEDDLE_HOST || "127.0.0.1";
  const free = await Promise.all(wanted.map(({ port, ofSample }) => isFree(port, ofSample ? "127.0.0.1" : host)));
  const taken = wanted.filter((_, i) => !free[i]);
  if (taken.length > 0) throw new PortsTakenError(portsMessage(taken, await freeBase()), taken);
  return Object.fromEntries(wanted.map(({ name, port }) => [name, port]));
}

/** Others hold ports that we want; `taken` says which. */
export class PortsTakenError extends Error {
  constructor(message, taken) {
    super(message);
    this.taken = taken;
  }
}
