import { join } from "node:path";
import { credentials, loadPackageDefinition, type ServiceClientConstructor } from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const TYPE = "type.googleapis.com/envoy.config";
const RDS = `${TYPE}.route.v3.RouteConfiguration`;
const WILDCARDS = [`${TYPE}.cluster.v3.Cluster`, `${TYPE}.listener.v3.Listener`];

interface DiscoveryResponse {
  version_info: string;
  type_url: string;
  nonce: string;
}

function adsService(): ServiceClientConstructor {
  const deps = join("node_modules", "@grpc", "grpc-js-xds", "deps");
  const definition = loadSync("envoy/service/discovery/v3/ads.proto", {
    keepCase: true,
    defaults: true,
    includeDirs: ["envoy-api", "xds", "googleapis", "protoc-gen-validate"].map((name) => join(deps, name)),
  });
  const tree = loadPackageDefinition(definition) as unknown as {
    envoy: { service: { discovery: { v3: { AggregatedDiscoveryService: ServiceClientConstructor } } } };
  };
  return tree.envoy.service.discovery.v3.AggregatedDiscoveryService;
}

function nodeOf(index: number) {
  const workload = `bench-${index % 20}`;
  const struct = (fields: Record<string, string>) => ({
    fields: Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, { string_value: value }])),
  });
  return {
    id: `sidecar~127.0.0.1~${workload}-${index}.bench~bench.svc.cluster.local`,
    cluster: `${workload}.bench`,
    metadata: {
      fields: {
        ...struct({
          NAMESPACE: "bench",
          WORKLOAD_NAME: workload,
          SERVICE: workload,
          SERVICE_PORT: "80",
          APP_PORT: "9080",
          PROTOCOL: "http",
        }).fields,
        ...struct({
          ADDRESS: "127.0.0.1",
          INBOUND_PORT: String(30_000 + index),
          OUTBOUND_PORT: String(31_000 + index),
          ADMIN_PORT: String(32_000 + index),
        }).fields,
        LABELS: { struct_value: struct({ app: workload, version: `v${(index % 3) + 1}` }) },
      },
    },
  };
}

/**
 * `count` ADS clients that subscribe as Envoy does and acknowledge whatever comes. `onRoutes` hears of every
 * route configuration a client was sent, right after it acknowledged it.
 */
export function startAdsClients(
  address: string,
  count: number,
  onRoutes: (client: number, version: string) => void,
): () => void {
  const Service = adsService();
  const stops = Array.from({ length: count }, (_, index) => {
    const client = new Service(address, credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
    const stream = (client.StreamAggregatedResources as () => ReturnType<typeof client.makeBidiStreamRequest>).call(
      client,
    );
    const node = nodeOf(index);
    for (const type_url of WILDCARDS) stream.write({ node, type_url });
    stream.write({ node, type_url: RDS, resource_names: ["http_proxy"] });
    stream.on("data", (response: DiscoveryResponse) => {
      const names = response.type_url === RDS ? { resource_names: ["http_proxy"] } : {};
      stream.write({
        type_url: response.type_url,
        version_info: response.version_info,
        response_nonce: response.nonce,
        ...names,
      });
      if (response.type_url === RDS) onRoutes(index, response.version_info);
    });
    stream.on("error", () => undefined);
    return () => {
      stream.cancel();
      client.close();
    };
  });
  return () => {
    for (const stop of stops) stop();
  };
}
