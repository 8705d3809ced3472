import { codeWords } from "@/lib/graph/code-words";
import { responseFlag } from "@/lib/graph/response-flag";

function cluster(value: string): string | undefined {
  const [direction, port, subset, host] = value.split("|");
  if (host === undefined || direction === undefined) {
    const known: Record<string, string> = {
      PassthroughCluster: "sent on to where the caller asked, unknown to the mesh",
      BlackHoleCluster: "no such destination in the mesh, dropped",
    };
    return known[value];
  }
  if (direction === "inbound") return `to its own service on port ${port}`;
  return `to port ${port} of ${host}${subset ? `, subset ${subset}` : ", any version"}`;
}

function nodeId(value: string): string | undefined {
  const [kind, address, workload] = value.split("~");
  if (!workload || !kind || !address) return undefined;
  const words: Record<string, string> = { sidecar: "proxy beside", router: "gateway", waypoint: "waypoint" };
  return `${words[kind] ?? kind} ${workload}, at ${address}`;
}

/** What a proxy's attribute means, in words; undefined: it speaks for itself. */
export function explainAttribute(key: string, value: string): string | undefined {
  switch (key) {
    case "response_flags":
      return responseFlag(value).words;
    case "http.status_code":
    case "http.response.status_code":
      return value === "0" ? "no answer came" : codeWords("http", value) || undefined;
    case "grpc.status_code":
    case "rpc.grpc.status_code":
      return codeWords("grpc", value) || undefined;
    case "upstream_cluster":
    case "upstream_cluster.name":
      return cluster(value);
    case "node_id":
      return nodeId(value);
    case "request_size":
    case "response_size":
      return "bytes of the body";
    case "guid:x-request-id":
      return "the request's id in every proxy's access log";
    case "peer.address":
      return "the other end of the connection";
    case "upstream_address":
      return "the instance that was picked";
    default:
      return undefined;
  }
}
