import { type Json, typed } from "./resource";
import { downstreamMutualTls, MESH_ALPN } from "./transport-sockets";

/** Which transport an inbound port takes, and what it has to take it with. */
export interface InboundTransport {
  accepts: "plaintext" | "both" | "mtls";
  /** the proxy has a certificate; without one nothing can be terminated */
  identity: boolean;
  trustDomain: string;
}

/** What serves a connection: those over mutual TLS, and all others. */
export interface InboundFilters {
  mutual: Json;
  plain: Json;
}

/** So long a listener waits for the first bytes of a client; protocols in which the server speaks first go on after it. */
const FIRST_BYTES_TIMEOUT = "1s";

/**
 * The filter chains of an inbound port. Chains keep their content from mode to mode, so that a change ends no connection but those
 * it is about: Envoy drains the chains that go, and lets the others be. HTTP needs no ALPN to tell mesh TLS from an application's
 * own, which HTTP filters could not read anyway; TCP does (policy.md 2.6). Without an identity `mtls` lets nobody in: it fails closed.
 */
export function inboundChains(filters: InboundFilters, tcp: boolean, transport: InboundTransport): Json {
  const { accepts, identity, trustDomain } = transport;
  if (!identity && accepts !== "mtls") return { filter_chains: [{ filters: [filters.plain] }] };
  const mutual: Json = {
    name: "mtls",
    filter_chain_match: {
      transport_protocol: "tls",
      ...(tcp ? { application_protocols: [MESH_ALPN] } : {}),
    },
    filters: [filters.mutual],
    transport_socket: downstreamMutualTls(trustDomain, tcp ? [MESH_ALPN] : ["h2", "http/1.1"]),
  };
  const plain: Json = {
    name: "plaintext",
    filter_chain_match: { transport_protocol: "raw_buffer" },
    filters: [filters.plain],
  };
  // An application that does TLS itself is passed through: plaintext as far as the mesh is concerned.
  const passed: Json = { name: "own-tls", filter_chain_match: { transport_protocol: "tls" }, filters: [filters.plain] };
  const plainChains = tcp ? [plain, passed] : [plain];
  const chains = { plaintext: plainChains, both: [mutual, ...plainChains], mtls: [mutual] };
  return {
    listener_filters: [
      {
        name: "envoy.filters.listener.tls_inspector",
        typed_config: typed("envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector"),
      },
    ],
    listener_filters_timeout: FIRST_BYTES_TIMEOUT,
    continue_on_listener_filters_timeout: true,
    filter_chains: identity ? chains[accepts] : [nobody(filters.mutual)],
  };
}

/** A chain that no connection matches: Envoy closes them all. */
function nobody(filter: Json): Json {
  const match = { transport_protocol: "tls", server_names: ["nobody.invalid"], application_protocols: ["nobody"] };
  return { name: "nobody", filter_chain_match: match, filters: [filter] };
}
