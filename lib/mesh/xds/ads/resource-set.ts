import { createHash } from "node:crypto";
import { encodeMessage } from "./encode-json";
import { bytesField, stringField } from "./wire";

/** The kinds served, in the order in which they must reach a proxy. */
export const KINDS = ["cds", "eds", "lds", "rds", "sds"] as const;
export type Kind = (typeof KINDS)[number];

const MESSAGES: Record<Kind, string> = {
  cds: "envoy.config.cluster.v3.Cluster",
  eds: "envoy.config.endpoint.v3.ClusterLoadAssignment",
  lds: "envoy.config.listener.v3.Listener",
  rds: "envoy.config.route.v3.RouteConfiguration",
  sds: "envoy.extensions.transport_sockets.tls.v3.Secret",
};

const HOST = "envoy.config.route.v3.VirtualHost";
/** RouteConfiguration.virtual_hosts */
const HOSTS_FIELD = 2;

export const TYPE_URLS = Object.fromEntries(
  KINDS.map((kind) => [kind, `type.googleapis.com/${MESSAGES[kind]}`]),
) as Record<Kind, string>;

/** The kind of a type URL; undefined for types we do not serve. */
export function kindOf(typeUrl: string): Kind | undefined {
  return KINDS.find((kind) => TYPE_URLS[kind] === typeUrl);
}

/** One resource, encoded once and shared by all proxies that get it. */
export interface EncodedResource {
  name: string;
  hash: string;
  /** a `resources` entry of DiscoveryResponse: field 2, an Any */
  wire: Buffer;
  json: Record<string, unknown>;
}

/** Resources that always travel together, with a hash over names and contents. */
export interface ResourcePart {
  byName: ReadonlyMap<string, EncodedResource>;
  hash: string;
}

/**
 * Encodes resources and keeps the encodings: what did not change since the last call for the same name and text is not
 * encoded again. `sweep` forgets what was not used since the last sweep.
 */
export class ResourceEncoder {
  private known = new Map<string, EncodedResource>();
  private used = new Map<string, EncodedResource>();
  private knownHosts = new Map<string, Buffer>();
  private usedHosts = new Map<string, Buffer>();

  /** Throws with the path of the field when a resource does not fit its proto: a mistake of ours, nothing is sent. */
  part(kind: Kind, list: readonly Record<string, unknown>[]): ResourcePart {
    const byName = new Map<string, EncodedResource>();
    for (const json of list) {
      const resource = this.encode(kind, json);
      byName.set(resource.name, resource);
    }
    return partOf(byName);
  }

  sweep(): void {
    this.known = this.used;
    this.used = new Map();
    this.knownHosts = this.usedHosts;
    this.usedHosts = new Map();
  }

  private encode(kind: Kind, json: Record<string, unknown>): EncodedResource {
    const text = `${kind}${JSON.stringify(json)}`;
    const found = this.used.get(text) ?? this.known.get(text);
    const resource = found ?? make(kind, json, text, this.message(kind, json));
    this.used.set(text, resource);
    return resource;
  }

  /** A route table is one big resource of which a change touches little: its virtual hosts are encoded one by one. */
  private message(kind: Kind, json: Record<string, unknown>): Buffer {
    if (kind !== "rds") return encodeMessage(MESSAGES[kind], json);
    const { virtual_hosts: hosts = [], ...rest } = json;
    const list = (hosts as Record<string, unknown>[]).map((host) => this.virtualHost(host));
    return Buffer.concat([encodeMessage(MESSAGES.rds, rest), ...list]);
  }

  private virtualHost(json: Record<string, unknown>): Buffer {
    const text = JSON.stringify(json);
    const field =
      this.usedHosts.get(text) ?? this.knownHosts.get(text) ?? bytesField(HOSTS_FIELD, encodeMessage(HOST, json));
    this.usedHosts.set(text, field);
    return field;
  }
}

/** A part of resources that are encoded already. */
export function resourcePart(list: readonly EncodedResource[]): ResourcePart {
  return partOf(new Map(list.map((resource) => [resource.name, resource])));
}

function partOf(byName: ReadonlyMap<string, EncodedResource>): ResourcePart {
  const digest = createHash("sha1");
  for (const [name, { hash }] of byName) digest.update(`${name}\0${hash}\n`);
  return { byName, hash: digest.digest("hex").slice(0, 16) };
}

/** Encodes one resource without keeping it anywhere: for secrets. */
export function encodeResource(kind: Kind, json: Record<string, unknown>): EncodedResource {
  return make(kind, json, `${kind}${JSON.stringify(json)}`, encodeMessage(MESSAGES[kind], json));
}

function make(kind: Kind, json: Record<string, unknown>, text: string, message: Buffer): EncodedResource {
  const name = String(kind === "eds" ? json.cluster_name : json.name);
  const any = Buffer.concat([stringField(1, TYPE_URLS[kind]), bytesField(2, message)]);
  return { name, hash: createHash("sha1").update(text).digest("hex").slice(0, 16), wire: bytesField(2, any), json };
}

/** The resources of one kind for one proxy: parts shared with others, then its own. */
export class ResourceSet {
  readonly hash: string;
  private readonly parts: readonly ResourcePart[];

  constructor(parts: readonly ResourcePart[]) {
    this.parts = parts;
    this.hash = parts.map((part) => part.hash).join("+");
  }

  get(name: string): EncodedResource | undefined {
    for (const part of this.parts) {
      const found = part.byName.get(name);
      if (found) return found;
    }
    return undefined;
  }

  *values(): Generator<EncodedResource> {
    for (const part of this.parts) yield* part.byName.values();
  }
}
