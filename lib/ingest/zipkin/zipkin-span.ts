/** A Zipkin v2 span. Ids are lower-case hex; times in µs. Source: zipkin-api zipkin2-api.yaml. */
export interface ZipkinSpan {
  traceId: string;
  id: string;
  parentId: string;
  name: string;
  kind: "" | "CLIENT" | "SERVER" | "PRODUCER" | "CONSUMER";
  timestampUs: number;
  durationUs: number;
  local: ZipkinEndpoint;
  remote: ZipkinEndpoint;
  annotations: { timestampUs: number; value: string }[];
  tags: Map<string, string>;
  debug: boolean;
  shared: boolean;
}

export interface ZipkinEndpoint {
  serviceName: string;
  ipv4: string;
  ipv6: string;
  port: number;
}

export function emptyEndpoint(): ZipkinEndpoint {
  return { serviceName: "", ipv4: "", ipv6: "", port: 0 };
}

export function emptyZipkinSpan(): ZipkinSpan {
  return {
    traceId: "",
    id: "",
    parentId: "",
    name: "",
    kind: "",
    timestampUs: 0,
    durationUs: 0,
    local: emptyEndpoint(),
    remote: emptyEndpoint(),
    annotations: [],
    tags: new Map(),
    debug: false,
    shared: false,
  };
}
