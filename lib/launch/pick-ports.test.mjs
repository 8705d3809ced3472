import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { PORTS, PortsTakenError, pickPorts, portsMessage, wantedPorts } from "./pick-ports.mjs";

const open = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Holds a port as another program would. */
async function hold(port = 0) {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  open.push(server);
  return server.address().port;
}

const byName = (list) => Object.fromEntries(list.map(({ name, port }) => [name, port]));

test("asks for exactly the ports the processes will open, by the same rule of precedence", () => {
  for (const env of [{}, { HEDDLE_PORT_BASE: "23000" }, { HEDDLE_PORT_BASE: "23000", HEDDLE_ZIPKIN_PORT: "9999" }]) {
    expect(parseEnv(env)).toMatchObject(byName(wantedPorts(env)));
  }
  expect(PORTS).toHaveLength(Object.keys(parseEnv({})).filter((key) => key.endsWith("Port")).length);
});

test("leaves the sample's ports out when there is no sample", () => {
  expect(Object.keys(byName(wantedPorts({}, { sample: false })))).not.toContain("samplePort");
});

test("names a taken port, its variable, and the setting that moves all", async () => {
  const port = await hold();
  const env = { HEDDLE_PORT_BASE: "24500", HEDDLE_OTLP_HTTP_PORT: String(port) };
  const refusal = await pickPorts({ env }).catch((error) => error);
  expect(refusal).toBeInstanceOf(PortsTakenError);
  expect(refusal.taken.map(({ name }) => name)).toContain("otlpHttpPort");
  expect(refusal.message).toContain(`port ${port} (OTLP over HTTP)`);
  expect(refusal.message).toContain("HEDDLE_OTLP_HTTP_PORT");
  expect(refusal.message).toMatch(/HEDDLE_PORT_BASE=\d+ npm start/);
});

test("says so when two settings want the same port", async () => {
  await expect(pickPorts({ env: { HEDDLE_XDS_PORT: "24711", HEDDLE_ZIPKIN_PORT: "24711" } })).rejects.toThrow(
    "Port 24711 is wanted twice",
  );
});

test("refuses what is no port, by the name of its variable", () => {
  for (const text of ["x", "0", "70000", "80.5"]) {
    expect(() => wantedPorts({ HEDDLE_CONSOLE_PORT: text })).toThrow("HEDDLE_CONSOLE_PORT");
  }
});

test("without a free run of ports the message still says what to set", () => {
  expect(portsMessage([{ port: 1, what: "console", variable: "V" }], undefined)).toContain("HEDDLE_PORT_BASE=<port>");
});
