import {
  type handleBidiStreamingCall,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  status,
} from "@grpc/grpc-js";
import { HeddleError } from "../../../model/heddle-error";
import type { RawNode } from "../registry/proxy-node";
import { fromStruct } from "./encode-json";
import { serviceMethod } from "./protos";
import { type Kind, kindOf } from "./resource-set";

const SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

interface WireRequest {
  version_info?: string;
  node?: { id?: string; metadata?: unknown; user_agent_build_version?: { version?: Partial<Record<string, number>> } };
  resource_names?: string[];
  type_url?: string;
  response_nonce?: string;
  error_detail?: { code?: number; message?: string };
}

/** One request of a stream, its kind known. */
export interface StreamRequest {
  kind: Kind;
  versionInfo: string;
  nonce: string;
  names: readonly string[];
  error: string | undefined;
}

/** A stream whose first request named a node. The server calls these; throwing from `open` refuses the stream with the message. */
export interface StreamHandler {
  request(request: StreamRequest): void;
  closed(reason: string): void;
}

/** The sending half of a stream. `joinToken`: what it brought as `authorization: Bearer …`. */
export interface OpenedStream {
  send(bytes: Buffer): void;
  end(): void;
  peer: string;
  joinToken: string | undefined;
}

export interface AdsServerOptions {
  /** PEM; absent: plain text, for loopback */
  tls?: { chain: string; key: string } | undefined;
  host: string;
  /** 0: any free one */
  port: number;
  open(node: RawNode, stream: OpenedStream): StreamHandler;
  /** a stream that was refused, or a request for a type that is not served */
  oddity(kind: "badNode" | "unknownType", detail: string, peer: string): void;
}

/**
 * The gRPC server of the control plane: state-of-the-world ADS only (the delta method answers UNIMPLEMENTED). Pings tell
 * half-open connections within 15 s. Responses are bytes already, so that nothing is encoded twice.
 */
export class AdsServer {
  readonly port: number;
  private readonly server: Server;

  private constructor(server: Server, port: number) {
    this.server = server;
    this.port = port;
  }

  /** Throws HeddleError `unavailable` when the port cannot be had. */
  static async listen(options: AdsServerOptions): Promise<AdsServer> {
    const method = serviceMethod(SERVICE, "StreamAggregatedResources");
    const server = new Server({
      "grpc.keepalive_time_ms": 10_000,
      "grpc.keepalive_timeout_ms": 5_000,
      "grpc.max_receive_message_length": 16 * 1024 * 1024,
      "grpc.max_send_message_length": -1,
    });
    const definition = { StreamAggregatedResources: { ...method, responseSerialize: (bytes: Buffer) => bytes } };
    const handle: handleBidiStreamingCall<WireRequest, Buffer> = (call) => serve(call, options);
    server.addService(definition, { StreamAggregatedResources: handle });
    const address = options.host.includes(":")
      ? `[${options.host}]:${options.port}`
      : `${options.host}:${options.port}`;
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(address, credentialsOf(options.tls), (error, bound) => (error ? reject(error) : resolve(bound)));
    }).catch((error: Error) => {
      throw new HeddleError("unavailable", {
        what: `The control plane cannot listen on ${address}.`,
        why: error.message,
        next: "Free the port, or choose another one with HEDDLE_XDS_PORT or HEDDLE_PORT_BASE.",
        cause: error,
      });
    });
    return new AdsServer(server, port);
  }

  /** Ends all streams; proxies keep what they have. */
  close(): void {
    this.server.forceShutdown();
  }
}

function serve(call: ServerDuplexStream<WireRequest, Buffer>, options: AdsServerOptions): void {
  const peer = call.getPeer();
  let handler: StreamHandler | undefined;
  let over = false;
  const refuse = (details: string) => {
    over = true;
    call.emit("error", { code: status.INVALID_ARGUMENT, details });
  };
  const finish = (reason: string) => {
    if (over) return;
    over = true;
    handler?.closed(reason);
  };
  const stream = {
    peer,
    joinToken: bearerOf(call.metadata.get("authorization")[0]),
    send: (bytes: Buffer) => void (over || call.write(bytes)),
    end: () => void (over || call.end()),
  };
  call.on("data", (request: WireRequest) => {
    if (over) return;
    try {
      handler ??= options.open(rawNode(request), stream);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      options.oddity("badNode", message, peer);
      refuse(message);
      return;
    }
    const kind = kindOf(request.type_url ?? "");
    if (!kind) options.oddity("unknownType", request.type_url ?? "", peer);
    else handler.request(readRequest(kind, request));
  });
  call.on("end", () => {
    finish("the proxy ended the stream");
    call.end();
  });
  call.on("cancelled", () => finish("the connection was lost"));
  call.on("error", (error: Error) => finish(error.message));
}

function credentialsOf(tls: AdsServerOptions["tls"]): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(tls.chain), private_key: Buffer.from(tls.key) }]);
}

function bearerOf(value: string | Buffer | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,500})$/i.exec(String(value ?? ""))?.[1];
}

function readRequest(kind: Kind, request: WireRequest): StreamRequest {
  return {
    kind,
    versionInfo: request.version_info ?? "",
    nonce: request.response_nonce ?? "",
    names: request.resource_names ?? [],
    error: request.error_detail
      ? (request.error_detail.message ?? `refused with code ${request.error_detail.code}`)
      : undefined,
  };
}

function rawNode({ node }: WireRequest): RawNode {
  if (!node?.id) throw new Error("the first request of a stream must carry node.id");
  const v = node.user_agent_build_version?.version;
  const version = v ? `${v.major_number ?? 0}.${v.minor_number ?? 0}.${v.patch ?? 0}` : undefined;
  return {
    id: node.id,
    metadata: fromStruct(node.metadata),
    ...(version === undefined ? {} : { envoyVersion: version }),
  };
}
