import { createRequire } from "node:module";
import path from "node:path";
import {
  loadSync,
  type MessageTypeDefinition,
  type PackageDefinition,
  type ServiceDefinition,
} from "@grpc/proto-loader";

const FILES = [
  "envoy/service/discovery/v3/ads.proto",
  "envoy/service/discovery/v3/discovery.proto",
  "envoy/config/cluster/v3/cluster.proto",
  "envoy/config/endpoint/v3/endpoint.proto",
  "envoy/config/listener/v3/listener.proto",
  "envoy/config/route/v3/route.proto",
  "envoy/config/trace/v3/opentelemetry.proto",
  "envoy/extensions/access_loggers/file/v3/file.proto",
  "envoy/extensions/filters/http/cors/v3/cors.proto",
  "envoy/extensions/filters/http/fault/v3/fault.proto",
  "envoy/extensions/filters/http/header_mutation/v3/header_mutation.proto",
  "envoy/extensions/filters/http/router/v3/router.proto",
  "envoy/extensions/filters/http/upstream_codec/v3/upstream_codec.proto",
  "envoy/extensions/filters/listener/tls_inspector/v3/tls_inspector.proto",
  "envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto",
  "envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy.proto",
  "envoy/extensions/retry/host/previous_hosts/v3/previous_hosts.proto",
  "envoy/extensions/retry/priority/previous_priorities/v3/previous_priorities_config.proto",
  "envoy/extensions/transport_sockets/raw_buffer/v3/raw_buffer.proto",
  "envoy/extensions/transport_sockets/tls/v3/secret.proto",
  "envoy/extensions/transport_sockets/tls/v3/tls.proto",
  "envoy/extensions/upstreams/http/v3/http_protocol_options.proto",
  "xds/type/v3/typed_struct.proto",
];

let loaded: PackageDefinition | undefined;

/** Envoy's API as shipped by @grpc/grpc-js-xds; loaded once, on first use (about 0.3 s). Field names as in the .proto. */
export function protos(): PackageDefinition {
  loaded ??= load();
  return loaded;
}

function load(): PackageDefinition {
  const require = createRequire(import.meta.url);
  const deps = path.join(path.dirname(require.resolve("@grpc/grpc-js-xds/package.json")), "deps");
  const includeDirs = ["envoy-api", "xds", "googleapis", "protoc-gen-validate"].map((dir) => path.join(deps, dir));
  return loadSync(FILES, { keepCase: true, longs: String, enums: String, includeDirs });
}

/** A message type by its full name. Throws when it is not among the loaded files: a mistake of ours. */
export function messageType(name: string): MessageTypeDefinition<object, object> {
  const found = protos()[name];
  if (found?.format !== "Protocol Buffer 3 DescriptorProto") throw new Error(`no message type ${name}`);
  return found as MessageTypeDefinition<object, object>;
}

/** A method of a service by their full names. */
export function serviceMethod(service: string, method: string): ServiceDefinition[string] {
  const found = (protos()[service] as ServiceDefinition | undefined)?.[method];
  if (!found) throw new Error(`no method ${service}/${method}`);
  return found;
}
