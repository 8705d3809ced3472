import type { Finding } from "../../model/finding";
import {
  type EncodedResource,
  KINDS,
  type Kind,
  type ResourceEncoder,
  type ResourcePart,
  ResourceSet,
  resourcePart,
} from "./ads/resource-set";
import type { ProxyNode } from "./registry/proxy-node";
import type { InboundTransport } from "./translate/inbound-chains";
import {
  type MeshState,
  ownResources,
  type ScopeResources,
  scopeKey,
  scopeResources,
} from "./translate/scope-resources";

/** What only one proxy has. */
export interface OwnFacts {
  accepts(proxyId: string): InboundTransport["accepts"];
  secrets(node: Pick<ProxyNode, "id" | "principal">): EncodedResource[];
}

const NO_FACTS: OwnFacts = { accepts: () => "both", secrets: () => [] };

interface SharedParts {
  resources: ScopeResources;
  cds: ResourcePart;
  eds: ResourcePart;
  rds: ResourcePart;
}

/** Makes proxies' resource sets of one state of the mesh; what proxies of one scope share is translated and encoded once. */
export class SnapshotBuilder {
  /** everything the state holds that could not be expressed, once each */
  readonly findings = new Map<string, Finding>();
  private readonly scopes = new Map<string, SharedParts>();
  private readonly state: MeshState;
  private readonly encoder: ResourceEncoder;
  private readonly tracing: boolean;
  private readonly own: OwnFacts;

  constructor(state: MeshState, encoder: ResourceEncoder, tracing: boolean, own: OwnFacts = NO_FACTS) {
    this.state = state;
    this.encoder = encoder;
    this.tracing = tracing;
    this.own = own;
  }

  /** Throws when a resource does not fit Envoy's API, with the path of the field. */
  setsFor(node: ProxyNode): Record<Kind, ResourceSet> {
    const shared = this.shared(node);
    const own = ownResources(shared.resources, node, this.tracing, this.own.accepts(node.id));
    const parts: Record<Kind, ResourcePart[]> = {
      cds: [shared.cds, this.encoder.part("cds", own.clusters)],
      eds: [shared.eds],
      lds: [this.encoder.part("lds", own.listeners)],
      rds: [...(node.outboundPort === undefined ? [] : [shared.rds]), this.encoder.part("rds", own.routes)],
      sds: [resourcePart(this.own.secrets(node))],
    };
    return Object.fromEntries(KINDS.map((kind) => [kind, new ResourceSet(parts[kind])])) as Record<Kind, ResourceSet>;
  }

  private shared(node: ProxyNode): SharedParts {
    const key = scopeKey(this.state, node);
    const known = this.scopes.get(key);
    if (known) return known;
    const report = (finding: Finding) => {
      this.findings.set(`${finding.object}\0${finding.path}\0${finding.message}`, finding);
    };
    const scope = { namespace: node.namespace, labels: node.labels, identity: node.principal !== undefined };
    const resources = scopeResources(this.state, scope, report);
    const made: SharedParts = {
      resources,
      cds: this.encoder.part("cds", resources.clusters),
      eds: this.encoder.part("eds", resources.endpoints),
      rds: this.encoder.part("rds", [resources.routes]),
    };
    this.scopes.set(key, made);
    return made;
  }
}
