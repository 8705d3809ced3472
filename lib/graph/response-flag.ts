/** What a response flag means, in words, and whose doing it is. */
export interface FlagMeaning {
  words: string;
  where: "callee" | "route" | "caller" | "proxy" | "policy";
}

/** Envoy's response flags. Source: Envoy access log documentation (%RESPONSE_FLAGS%). */
const MEANINGS: Readonly<Record<string, FlagMeaning>> = {
  UH: { words: "No healthy instance to send it to", where: "callee" },
  UF: { words: "The connection to the instance failed", where: "callee" },
  UO: { words: "Breaker full: too many requests waiting or in flight", where: "policy" },
  URX: { words: "Retry or connection attempts used up", where: "callee" },
  UT: { words: "No answer within the route's timeout", where: "callee" },
  UR: { words: "The instance reset the stream", where: "callee" },
  UC: { words: "The instance closed the connection", where: "callee" },
  UPE: { words: "The instance broke the protocol", where: "callee" },
  UMSDR: { words: "The stream reached its longest allowed duration", where: "policy" },
  DF: { words: "The name did not resolve", where: "route" },
  NC: { words: "The route names a cluster that does not exist", where: "route" },
  NR: { words: "No route matched", where: "route" },
  NFCF: { words: "A filter's configuration is missing", where: "proxy" },
  DT: { words: "The connection was open too long or idle", where: "caller" },
  DC: { words: "The caller hung up", where: "caller" },
  DPE: { words: "The caller broke the protocol", where: "caller" },
  SI: { words: "The stream was idle too long", where: "proxy" },
  IH: { words: "A header had a value that is not allowed", where: "caller" },
  LH: { words: "The instance failed its health check", where: "callee" },
  LR: { words: "The proxy reset the connection", where: "proxy" },
  OM: { words: "The proxy is overloaded", where: "proxy" },
  DO: { words: "Dropped by the control plane's overload setting", where: "policy" },
  RL: { words: "Over the local rate limit", where: "policy" },
  RLSE: { words: "The rate limit service failed", where: "policy" },
  UAEX: { words: "Refused by external authorization", where: "policy" },
  DI: { words: "Delayed on purpose by fault injection", where: "policy" },
  FI: { words: "Aborted on purpose by fault injection", where: "policy" },
  RFCF: { words: "Answered from the cache", where: "proxy" },
};

/** Meaning of one flag, or of a comma-separated list of them; unknown ones stay verbatim. "" or "-": the callee itself answered so. */
export function responseFlag(flag: string): FlagMeaning {
  const list = flag.split(",").filter((part) => part !== "" && part !== "-");
  const [first] = list;
  if (!first) return { words: "No flag: the callee itself answered so", where: "callee" };
  const known = list.map(
    (part) => MEANINGS[part] ?? { words: `"${part}", a flag of your own proxies`, where: "proxy" as const },
  );
  return { words: known.map((meaning) => meaning.words).join("; "), where: known[0]?.where ?? "proxy" };
}
