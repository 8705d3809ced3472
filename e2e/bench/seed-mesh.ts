import protobuf from "protobufjs";
import snappy from "snappyjs";

const SERVICES = 1000;
const EDGES = 4000;
const NAMESPACES = 500;
const STEP_MS = 15_000;
const WINDOW_MS = 600_000;
const BOUNDS_MS = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];
const EDGES_A_REQUEST = 500;

const root = protobuf.parse(`syntax = "proto3";
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
message WriteRequest { repeated TimeSeries timeseries = 1; }`).root;
const WriteRequest = root.lookupType("WriteRequest");

interface Series {
  labels: { name: string; value: string }[];
  perStep: number;
}

function labelsOf(name: string, fields: Record<string, string>) {
  const all = { __name__: name, ...fields };
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ name: key, value }));
}

const peer = (side: string, index: number) => ({
  [`${side}_workload`]: `svc-${index}-v1`,
  [`${side}_workload_namespace`]: `ns-${index % NAMESPACES}`,
  [`${side}_canonical_service`]: `svc-${index}`,
  [`${side}_canonical_revision`]: "v1",
  [`${side}_app`]: `svc-${index}`,
  [`${side}_version`]: "v1",
});

/** The series one edge of a mesh in steady state exports: three codes and a latency histogram. */
function seriesOf(edge: number): Series[] {
  const from = edge % SERVICES;
  const to = (from + 1 + Math.floor(edge / SERVICES) * 7 + (edge % 13)) % SERVICES;
  const base = {
    reporter: "destination",
    ...peer("source", from),
    ...peer("destination", to),
    destination_service: `svc-${to}.ns-${to % NAMESPACES}.svc.cluster.local`,
    destination_service_name: `svc-${to}`,
    destination_service_namespace: `ns-${to % NAMESPACES}`,
    request_protocol: "http",
    response_flags: "-",
    connection_security_policy: "mutual_tls",
  };
  const rate = 30 + (edge % 50);
  const codes: [string, number][] = [
    ["200", rate],
    ["404", 1],
    ["503", edge % 20 === 0 ? 4 : 0],
  ];
  const counts = codes
    .filter(([, n]) => n > 0)
    .map(([code, n]) => ({ labels: labelsOf("istio_requests_total", { ...base, response_code: code }), perStep: n }));
  const buckets = [...BOUNDS_MS.map(String), "+Inf"].map((le, i) => ({
    labels: labelsOf("istio_request_duration_milliseconds_bucket", { ...base, response_code: "200", le }),
    perStep: Math.round((rate * (i + 1)) / (BOUNDS_MS.length + 1)),
  }));
  return [...counts, ...buckets];
}

async function write(url: string, series: Series[], step: number, atMs: number): Promise<void> {
  const timeseries = series.map(({ labels, perStep }) => ({
    labels,
    samples: [{ value: perStep * step, timestamp: atMs }],
  }));
  const body = snappy.compress(WriteRequest.encode(WriteRequest.create({ timeseries })).finish());
  const answer = await fetch(`${url}/api/v1/write`, {
    method: "POST",
    headers: {
      "content-type": "application/x-protobuf",
      "content-encoding": "snappy",
      "x-prometheus-remote-write-version": "0.1.0",
    },
    body: Buffer.from(body),
  });
  if (!answer.ok) throw new Error(`remote write: ${answer.status} ${await answer.text()}`);
}

/** Sends ten minutes of 1,000 services and 4,000 edges in 500 namespaces by Prometheus remote write; gives the window's end, epoch ms. */
export async function seedMesh(collectorUrl: string): Promise<number> {
  const groups: Series[][] = [];
  for (let first = 0; first < EDGES; first += EDGES_A_REQUEST) {
    groups.push(Array.from({ length: EDGES_A_REQUEST }, (_, i) => seriesOf(first + i)).flat());
  }
  const end = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  const steps = WINDOW_MS / STEP_MS;
  for (let step = 0; step <= steps; step++) {
    for (const group of groups) await write(collectorUrl, group, step, end - (steps - step) * STEP_MS);
  }
  return end;
}
