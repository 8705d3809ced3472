import { OWN_SECRET, TRUST_SECRET } from "../join/secrets";
import { ADS_SOURCE, compact, type Json, typed } from "./resource";

const TLS = "envoy.transport_sockets.tls";
const UPSTREAM = "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";
const DOWNSTREAM = "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext";

/** Istio's choice (security/authn/utils/utils.go): forward secret, authenticated; TLS 1.3 has its own. */
const PARAMS: Json = {
  tls_minimum_protocol_version: "TLSv1_2",
  tls_maximum_protocol_version: "TLSv1_3",
  cipher_suites: [
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
  ],
};

/** ALPN with which a mesh client says that it speaks mutual TLS: told apart from an application's own TLS. */
export const MESH_ALPN = "istio";

const OWN = [{ name: OWN_SECRET, sds_config: ADS_SOURCE }];

function trusted(matchers: Json[]): Json {
  return {
    combined_validation_context: {
      default_validation_context: matchers.length > 0 ? { match_typed_subject_alt_names: matchers } : {},
      validation_context_sds_secret_config: { name: TRUST_SECRET, sds_config: ADS_SOURCE },
    },
  };
}

/** What an inbound port terminates with: the proxy's certificate, and callers of the trust domain only. Source: policy.md 2.6. */
export function downstreamMutualTls(trustDomain: string, alpn: readonly string[]): Json {
  return {
    name: TLS,
    typed_config: typed(DOWNSTREAM, {
      require_client_certificate: true,
      common_tls_context: {
        tls_params: PARAMS,
        alpn_protocols: alpn,
        tls_certificate_sds_secret_configs: OWN,
        ...trusted([{ san_type: "URI", matcher: { prefix: `spiffe://${trustDomain}/` } }]),
      },
    }),
  };
}

/** What a client calls mesh services with. `principals`: who may answer; [] when none of the endpoints has an identity. */
export function upstreamMutualTls(parts: { sni: string; principals: readonly string[]; http2: boolean }): Json {
  return {
    name: TLS,
    typed_config: typed(UPSTREAM, {
      sni: parts.sni,
      common_tls_context: {
        tls_params: PARAMS,
        alpn_protocols: parts.http2 ? [MESH_ALPN, "h2"] : [MESH_ALPN],
        tls_certificate_sds_secret_configs: OWN,
        ...trusted(parts.principals.map((exact) => ({ san_type: "URI", matcher: { exact } }))),
      },
    }),
  };
}

/** TLS with certificates of the proxy's own file system (DestinationRule SIMPLE and MUTUAL). */
export function upstreamFileTls(parts: {
  sni: string | undefined;
  /** undefined: no check of the server at all */
  caFile: string | undefined;
  crlFile: string | undefined;
  names: readonly string[];
  certificate: { chainFile: string; keyFile: string } | undefined;
  http2: boolean;
}): Json {
  const { certificate, caFile } = parts;
  const exact = parts.names.map((name) => ({ exact: name }));
  const types = ["DNS", "URI"];
  return {
    name: TLS,
    typed_config: typed(UPSTREAM, {
      ...compact({ sni: parts.sni }),
      common_tls_context: compact({
        tls_params: { tls_minimum_protocol_version: "TLSv1_2", tls_maximum_protocol_version: "TLSv1_3" },
        alpn_protocols: parts.http2 ? ["h2"] : undefined,
        tls_certificates: certificate && [
          {
            certificate_chain: { filename: certificate.chainFile },
            private_key: { filename: certificate.keyFile },
          },
        ],
        validation_context:
          caFile === undefined
            ? undefined
            : compact({
                trusted_ca: { filename: caFile },
                crl: parts.crlFile === undefined ? undefined : { filename: parts.crlFile },
                match_typed_subject_alt_names:
                  exact.length > 0
                    ? exact.flatMap((matcher) => types.map((type) => ({ san_type: type, matcher })))
                    : undefined,
              }),
      }),
    }),
  };
}

export const RAW_BUFFER: Json = {
  name: "envoy.transport_sockets.raw_buffer",
  typed_config: typed("envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer"),
};

/** Metadata of an endpoint that takes mutual TLS; Istio's words. */
export const OFFERS_TLS: Json = { tlsMode: "istio" };

/** Mutual TLS to those endpoints that take it, plaintext to the others: Istio's auto-mTLS. */
export function autoMutualTls(mutual: Json): Json {
  return {
    transport_socket_matches: [
      { name: "tlsMode-istio", match: OFFERS_TLS, transport_socket: mutual },
      { name: "tlsMode-disabled", match: {}, transport_socket: RAW_BUFFER },
    ],
  };
}
