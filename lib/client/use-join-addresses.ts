import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "./queries/status";

/** Where proxies reach this Heddle, as seen from the page: host:port of the control plane and of the collector. */
export function useJoinAddresses(): {
  host: string;
  port: (name: string, usual: number) => number;
  xds: string;
  otlp: string;
} {
  const status = useQuery(statusQuery());
  const host = typeof window === "undefined" ? "127.0.0.1" : window.location.hostname;
  const port = (name: string, usual: number) => status.data?.ports[name] ?? usual;
  return { host, port, xds: `${host}:${port("xds", 15010)}`, otlp: `${host}:${port("otlpGrpc", 4317)}` };
}
