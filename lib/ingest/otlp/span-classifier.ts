import type { EdgeProtocol } from "../../model/edge-sample";
import { grpcStatusNumber } from "../../model/grpc-status";
import type { StringTable } from "../block/string-table";
import { clusterDestination, peerOfHost } from "../edges/cluster-name";
import type { EdgeTables } from "../edges/edge-tables";
import { spanEmitter } from "../edges/span-emitter";
import type { AttributeDecoder } from "./attribute-decoder";
import { ROLE } from "./attribute-roles";
import type { ResourceInfo } from "./resource-cache";

const CLIENT = 3;
const PRODUCER = 4;
const ERROR = 2;
const MEMO_LIMIT = 50_000;

interface Emitter {
  peer: number;
  namespace: number;
  workload: number;
  proxy: boolean;
}

interface Target {
  id: number;
  host: number;
}

/** Tells from a span's attributes who emitted it, whom it calls and how the request ended; keeps what it found by number. */
export class SpanClassifier {
  /** Results of `classify`, string numbers but `peer`, `destination` and `outcome`, which are of EdgeTables. */
  peer = 0;
  namespace = 0;
  workload = 0;
  proxy = false;
  /** -1: not known */
  destination = -1;
  host = 0;
  code = 0;
  outcome = 0;
  readonly #strings: StringTable;
  readonly #attributes: AttributeDecoder;
  readonly #tables: EdgeTables;
  #generation = -1;
  #rotation = -1;
  #emitters = new Map<ResourceInfo, Map<string, Emitter>>();
  #targets = new Map<number, Target>();
  #outcomes = new Map<number, number>();
  #lastResource: ResourceInfo | null = null;
  #lastEmitter: Emitter | null = null;
  readonly #lastIds = new Int32Array(6);

  constructor(strings: StringTable, attributes: AttributeDecoder, tables: EdgeTables) {
    this.#strings = strings;
    this.#attributes = attributes;
    this.#tables = tables;
  }

  /** Classifies the span whose attributes were just read from `bytes`. */
  classify(bytes: Buffer, resource: ResourceInfo, kind: number, status: number): void {
    if (this.#generation !== this.#strings.generation || this.#rotation !== this.#tables.peers.rotation) this.#forget();
    const emitter = this.#emitter(bytes, resource);
    this.peer = emitter.peer;
    this.namespace = emitter.namespace;
    this.workload = emitter.workload;
    this.proxy = emitter.proxy;
    this.destination = -1;
    this.host = 0;
    if (kind === CLIENT || kind === PRODUCER) this.#findTarget(bytes);
    this.#findOutcome(bytes, status);
  }

  /** The role's value as a number (sizes), 0 when absent. */
  number(bytes: Buffer, role: number): number {
    const start = this.#attributes.starts[role] as number;
    if (start === -2) return Math.max(0, this.#attributes.numbers[role] as number);
    if (start < 0) return 0;
    let value = 0;
    for (let i = start; i < (this.#attributes.ends[role] as number); i++) {
      const digit = (bytes[i] as number) - 0x30;
      if (digit < 0 || digit > 9) return 0;
      value = value * 10 + digit;
    }
    return value < 2 ** 53 ? value : 0;
  }

  #forget(): void {
    this.#generation = this.#strings.generation;
    this.#rotation = this.#tables.peers.rotation;
    this.#emitters.clear();
    this.#targets.clear();
    this.#outcomes.clear();
    this.#lastResource = null;
  }

  /** String number of a role's value; 0 when absent. */
  #id(bytes: Buffer, role: number): number {
    const start = this.#attributes.starts[role] as number;
    if (start >= 0) return this.#strings.intern(bytes, start, this.#attributes.ends[role] as number);
    return start === -2 ? this.#strings.internText(String(this.#attributes.numbers[role])) : 0;
  }

  #emitter(bytes: Buffer, resource: ResourceInfo): Emitter {
    const node = this.#id(bytes, ROLE.nodeId);
    const workload = this.#id(bytes, ROLE.workload);
    const service = this.#id(bytes, ROLE.canonicalService);
    const revision = this.#id(bytes, ROLE.canonicalRevision);
    const namespace = this.#id(bytes, ROLE.istioNamespace);
    const component = this.#id(bytes, ROLE.component);
    const last = this.#lastIds;
    if (
      this.#lastEmitter !== null &&
      this.#lastResource === resource &&
      last[0] === node &&
      last[1] === workload &&
      last[2] === service &&
      last[3] === revision &&
      last[4] === namespace &&
      last[5] === component
    ) {
      return this.#lastEmitter;
    }
    last.set([node, workload, service, revision, namespace, component]);
    this.#lastResource = resource;
    let ofResource = this.#emitters.get(resource);
    if (!ofResource || ofResource.size >= MEMO_LIMIT) {
      ofResource = new Map();
      if (this.#emitters.size >= MEMO_LIMIT) this.#emitters.clear();
      this.#emitters.set(resource, ofResource);
    }
    const key = last.join();
    const emitter = ofResource.get(key) ?? this.#newEmitter(resource);
    ofResource.set(key, emitter);
    this.#lastEmitter = emitter;
    return emitter;
  }

  #newEmitter(resource: ResourceInfo): Emitter {
    const [node = 0, workload = 0, service = 0, revision = 0, namespace = 0, component = 0] = this.#lastIds;
    const strings = this.#strings;
    const proxy = resource.proxy || strings.text(component) === "proxy" || node !== 0;
    const peer = spanEmitter({
      serviceName: resource.service,
      resource: resource.attributes,
      proxy,
      nodeId: strings.text(node),
      workload: strings.text(workload),
      canonicalService: strings.text(service),
      canonicalRevision: strings.text(revision),
      istioNamespace: strings.text(namespace),
    });
    return {
      peer: this.#tables.peers.idOf(peer),
      namespace: strings.internText(peer.namespace),
      workload: strings.internText(peer.workload),
      proxy,
    };
  }

  #findTarget(bytes: Buffer): void {
    const found = this.#attributes.starts;
    const role =
      found[ROLE.upstreamCluster] !== -1
        ? ROLE.upstreamCluster
        : found[ROLE.peerService] !== -1
          ? ROLE.peerService
          : found[ROLE.serverAddress] !== -1
            ? ROLE.serverAddress
            : found[ROLE.dbName] !== -1
              ? ROLE.dbName
              : found[ROLE.dbSystem] !== -1
                ? ROLE.dbSystem
                : 0;
    if (role === 0) return;
    const id = this.#id(bytes, role);
    const key = id * 32 + role;
    let target = this.#targets.get(key);
    if (!target) {
      if (this.#targets.size >= MEMO_LIMIT) this.#targets.clear();
      target = this.#newTarget(this.#strings.text(id), role === ROLE.upstreamCluster);
      this.#targets.set(key, target);
    }
    this.destination = target.id;
    this.host = target.host;
  }

  #newTarget(name: string, isCluster: boolean): Target {
    const known = isCluster ? clusterDestination(name) : { host: name, peer: peerOfHost(name) };
    if (known === null || known.host === "") return { id: -1, host: 0 };
    const { host, peer } = known;
    const id = this.#tables.destinations.idOf(`${host}\n${peer.version}`, () => ({ host, peer }));
    return { id, host: this.#strings.internText(host) };
  }

  #findOutcome(bytes: Buffer, status: number): void {
    const found = this.#attributes.starts;
    let protocol: EdgeProtocol = "http";
    if (found[ROLE.grpcStatus] !== -1) {
      protocol = "grpc";
      this.code = this.#id(bytes, ROLE.grpcStatus);
    } else {
      this.code = this.#id(bytes, ROLE.httpStatus);
      if (found[ROLE.dbSystem] !== -1) protocol = "tcp";
      else if (found[ROLE.rpcSystem] !== -1) protocol = "grpc";
    }
    const flags = this.#id(bytes, ROLE.responseFlags);
    const failed = status === ERROR ? 1 : 0;
    const form = protocol === "http" ? 0 : protocol === "grpc" ? 1 : 2;
    const key = ((this.code * 2 + failed) * 3 + form) * 0x10_0000 + (flags % 0x10_0000);
    const known = this.#outcomes.get(key);
    if (known !== undefined) {
      this.outcome = known;
      return;
    }
    if (this.#outcomes.size >= MEMO_LIMIT) this.#outcomes.clear();
    const flagText = this.#strings.text(flags);
    const codeText = outcomeCode(protocol, this.#strings.text(this.code), failed === 1);
    this.outcome = this.#tables.outcomes.idOf(protocol, codeText, flagText === "-" ? "" : flagText.slice(0, 64));
    this.#outcomes.set(key, this.outcome);
  }
}

function outcomeCode(protocol: EdgeProtocol, code: string, failed: boolean): string {
  if (protocol === "tcp") return "";
  if (protocol === "grpc") {
    // Some libraries write the status by name.
    const named = grpcStatusNumber(code);
    if (named >= 0) return String(named);
    return code !== "" ? code.slice(0, 8) : failed ? "2" : "";
  }
  return code !== "" ? code.slice(0, 8) : failed ? "0" : "";
}
