import type { ServicePort } from "../../../model/workload";
import type { MeshService } from "../registry/mesh-service";
import { at, type Place, type TranslateContext, unsupported } from "./context";
import type { Json } from "./resource";
import type { PolicyBlocks } from "./traffic-policy-for";
import { autoMutualTls, upstreamFileTls, upstreamMutualTls } from "./transport-sockets";

/** Where Debian, Ubuntu and Alpine keep the roots that the machine trusts. */
const SYSTEM_ROOTS = "/etc/ssl/certs/ca-certificates.crt";

type ClientTls = NonNullable<PolicyBlocks["tls"]>;

interface Target {
  ctx: TranslateContext;
  service: MeshService;
  port: ServicePort;
  subset: string;
  http2: boolean;
  place: Place;
}

/** What a cluster says of its transport: the part of the cluster, and whether the server's name goes by the request's host. */
export interface ClientTransport {
  cluster: Json;
  /** undefined, or options for envoy.extensions.upstreams.http: SNI and check of names by the request's host */
  byHost: Json | undefined;
}

/**
 * How calls to a service's port travel: as the DestinationRule says, else mutual TLS to those endpoints of the mesh that take it.
 * A caller without an identity talks plaintext. Source: policy.md 2.6, core/cluster_tls.go.
 */
export function clientTransport(target: Target, tls: PolicyBlocks["tls"]): ClientTransport {
  const { ctx, service, place } = target;
  const mode = tls?.mode;
  if (mode === "DISABLE") return plain();
  if (mode === "SIMPLE" || mode === "MUTUAL") return fromFiles(target, tls ?? {}, at(place, ".tls"));
  const inMesh = service.discovery === "eds" && !service.external;
  if (mode === "ISTIO_MUTUAL") {
    if (!ctx.scope.identity) return plain();
    return { cluster: { transport_socket: mutual(target, tls) }, byHost: undefined };
  }
  if (!inMesh || !ctx.scope.identity) return plain();
  return { cluster: autoMutualTls(mutual(target, undefined)), byHost: undefined };
}

const plain = (): ClientTransport => ({ cluster: {}, byHost: undefined });

function mutual({ service, port, subset, http2 }: Target, tls: ClientTls | undefined): Json {
  const principals = tls?.subjectAltNames ?? principalsOf(service);
  return upstreamMutualTls({
    sni: tls?.sni ?? `outbound_.${port.number}_.${subset}_.${service.host}`,
    principals,
    http2,
  });
}

/** Everyone who may answer for a service; the whole service's, so that a subset's cluster changes no more often than needed. */
function principalsOf(service: MeshService): string[] {
  const all = [...service.endpoints.values()].flat();
  return [...new Set(all.flatMap(({ principal }) => (principal === undefined ? [] : [principal])))].sort();
}

function fromFiles(target: Target, tls: ClientTls, place: Place): ClientTransport {
  if (tls.credentialName) {
    unsupported(
      at(place, ".credentialName"),
      "Secrets by name are Kubernetes'; here certificates are files on the proxy's machine. Calls stay plaintext.",
      "error",
    );
    return plain();
  }
  const { clientCertificate, privateKey } = tls;
  const own = tls.mode === "MUTUAL" && clientCertificate && privateKey;
  const byHost = tls.sni
    ? undefined
    : {
        auto_sni: true,
        ...(tls.insecureSkipVerify || tls.subjectAltNames?.length ? {} : { auto_san_validation: true }),
      };
  const socket = upstreamFileTls({
    sni: tls.sni,
    caFile: tls.insecureSkipVerify ? undefined : (tls.caCertificates ?? SYSTEM_ROOTS),
    crlFile: tls.caCrl,
    names: tls.insecureSkipVerify ? [] : (tls.subjectAltNames ?? (tls.sni ? [tls.sni] : [])),
    certificate: own ? { chainFile: clientCertificate, keyFile: privateKey } : undefined,
    http2: target.http2,
  });
  return { cluster: { transport_socket: socket }, byHost };
}
