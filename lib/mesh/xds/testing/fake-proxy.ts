import { Client, type ClientDuplexStream, credentials, Metadata } from "@grpc/grpc-js";
import { messageType, serviceMethod } from "../ads/protos";
import { type Kind, kindOf, TYPE_URLS } from "../ads/resource-set";

const SECRETS = ["default", "ROOTCA"];

/** A secret as it came over the wire; PEM. */
export interface WireSecret {
  name: string;
  tls_certificate?: { certificate_chain: { inline_string: string }; private_key: { inline_string: string } };
  validation_context?: { trusted_ca: { inline_string: string }; crl?: { inline_string: string } };
}

interface Wire {
  version_info?: string;
  nonce?: string;
  type_url?: string;
  resources?: { value: Buffer }[];
}

export interface FakeProxyOptions {
  port: number;
  id: string;
  metadata: Record<string, string>;
  joinToken?: string;
  /** gives a reason to refuse a response */
  refuse?: (kind: Kind, version: string) => string | undefined;
  onAck?: (kind: Kind, version: string) => void;
}

/** An ADS client that behaves as Envoy does without being one: for many proxies, and for odd ones. */
export class FakeProxy {
  readonly client: Client;
  readonly stream: ClientDuplexStream<object, Wire>;
  /** version last acknowledged, by kind */
  readonly acked = new Map<Kind, string>();
  /** resources of the newest response, by kind */
  readonly resources = new Map<Kind, number>();
  /** secrets of the newest response, by name */
  readonly secrets = new Map<string, WireSecret>();
  ended: Error | undefined;
  /** the server ended the stream */
  over = false;
  private readonly options: FakeProxyOptions;
  private endpoints: string[] = [];
  private readonly nonces = new Map<Kind, string>();

  constructor(options: FakeProxyOptions) {
    this.options = options;
    const method = serviceMethod("envoy.service.discovery.v3.AggregatedDiscoveryService", "StreamAggregatedResources");
    this.client = new Client(`127.0.0.1:${options.port}`, credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
    });
    const serialize = method.requestSerialize as (value: object) => Buffer;
    const deserialize = method.responseDeserialize as (bytes: Buffer) => Wire;
    const headers = new Metadata();
    if (options.joinToken !== undefined) headers.set("authorization", `Bearer ${options.joinToken}`);
    this.stream = this.client.makeBidiStreamRequest(method.path, serialize, deserialize, headers);
    this.stream.on("data", (response: Wire) => this.respond(response));
    this.stream.on("error", (error: Error) => {
      this.ended = error;
    });
    this.stream.on("end", () => {
      this.over = true;
    });
    const fields = Object.fromEntries(
      Object.entries(options.metadata).map(([key, stringValue]) => [key, { stringValue }]),
    );
    this.stream.write({ node: { id: options.id, metadata: { fields } }, type_url: TYPE_URLS.cds });
    this.stream.write({ type_url: TYPE_URLS.lds });
    this.stream.write({ type_url: TYPE_URLS.rds, resource_names: ["http_proxy"] });
    if (options.joinToken !== undefined) this.stream.write({ type_url: TYPE_URLS.sds, resource_names: SECRETS });
  }

  close(): void {
    this.stream.cancel();
    this.client.close();
  }

  private respond({ version_info = "", nonce = "", type_url = "", resources = [] }: Wire): void {
    const kind = kindOf(type_url);
    if (!kind) return;
    this.nonces.set(kind, nonce);
    this.resources.set(kind, resources.length);
    if (kind === "sds") {
      const type = messageType("envoy.extensions.transport_sockets.tls.v3.Secret");
      for (const secret of resources.map(({ value }) => type.deserialize(value) as WireSecret))
        this.secrets.set(secret.name, secret);
    }
    if (kind === "cds") {
      const type = messageType("envoy.config.cluster.v3.Cluster");
      this.endpoints = resources.map(({ value }) => (type.deserialize(value) as { name: string }).name);
      this.stream.write({
        type_url: TYPE_URLS.eds,
        resource_names: this.endpoints,
        response_nonce: this.nonces.get("eds") ?? "",
      });
    }
    const names = { rds: ["http_proxy"], eds: this.endpoints, sds: SECRETS, cds: [], lds: [] }[kind];
    const reason = this.options.refuse?.(kind, version_info);
    const error = reason === undefined ? {} : { error_detail: { code: 3, message: reason } };
    this.stream.write({ version_info, response_nonce: nonce, type_url, resource_names: names, ...error });
    if (reason !== undefined) return;
    this.acked.set(kind, version_info);
    this.options.onAck?.(kind, version_info);
  }
}
