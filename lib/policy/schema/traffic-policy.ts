import { z } from "zod";

const ConsistentHash = z.strictObject({
  httpHeaderName: z.string().optional(),
  httpCookie: z
    .strictObject({
      name: z.string(),
      path: z.string().optional(),
      ttl: z.string().optional(),
      attributes: z.array(z.strictObject({ name: z.string(), value: z.string().optional() })).optional(),
    })
    .optional(),
  useSourceIp: z.boolean().optional(),
  httpQueryParameterName: z.string().optional(),
  minimumRingSize: z.int().optional(),
  ringHash: z.strictObject({ minimumRingSize: z.int().optional() }).optional(),
  maglev: z.strictObject({ tableSize: z.int().optional() }).optional(),
});
export type ConsistentHash = z.infer<typeof ConsistentHash>;

const LocalityLb = z.strictObject({
  enabled: z.boolean().optional(),
  distribute: z
    .array(z.strictObject({ from: z.string().optional(), to: z.record(z.string(), z.int()).optional() }))
    .optional(),
  failover: z.array(z.strictObject({ from: z.string().optional(), to: z.string().optional() })).optional(),
  failoverPriority: z.array(z.string()).optional(),
});

const LoadBalancer = z.strictObject({
  simple: z.enum(["UNSPECIFIED", "LEAST_CONN", "LEAST_REQUEST", "ROUND_ROBIN", "RANDOM", "PASSTHROUGH"]).optional(),
  consistentHash: ConsistentHash.optional(),
  backendUtilization: z.unknown().optional(),
  localityLbSetting: LocalityLb.optional(),
  zoneAwareLbSetting: z.unknown().optional(),
  warmup: z
    .strictObject({
      duration: z.string(),
      minimumPercent: z.number().optional(),
      aggression: z.number().optional(),
    })
    .optional(),
  warmupDurationSecs: z.string().optional(),
});
export type LoadBalancer = z.infer<typeof LoadBalancer>;

const ConnectionPool = z.strictObject({
  tcp: z
    .strictObject({
      maxConnections: z.int().optional(),
      connectTimeout: z.string().optional(),
      idleTimeout: z.string().optional(),
      maxConnectionDuration: z.string().optional(),
      tcpKeepalive: z
        .strictObject({ probes: z.int().optional(), time: z.string().optional(), interval: z.string().optional() })
        .optional(),
    })
    .optional(),
  http: z
    .strictObject({
      http1MaxPendingRequests: z.int().optional(),
      http2MaxRequests: z.int().optional(),
      maxRequestsPerConnection: z.int().optional(),
      maxRetries: z.int().optional(),
      idleTimeout: z.string().optional(),
      h2UpgradePolicy: z.enum(["DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"]).optional(),
      useClientProtocol: z.boolean().optional(),
      maxConcurrentStreams: z.int().optional(),
      http2KeepAlive: z.strictObject({ interval: z.string().optional(), timeout: z.string().optional() }).optional(),
    })
    .optional(),
});
export type ConnectionPool = z.infer<typeof ConnectionPool>;

const OutlierDetection = z.strictObject({
  consecutiveErrors: z.int().optional(),
  consecutive5xxErrors: z.int().optional(),
  consecutiveGatewayErrors: z.int().optional(),
  splitExternalLocalOriginErrors: z.boolean().optional(),
  consecutiveLocalOriginFailures: z.int().optional(),
  interval: z.string().optional(),
  baseEjectionTime: z.string().optional(),
  maxEjectionPercent: z.int().optional(),
  minHealthPercent: z.int().optional(),
  outlierDetectionHttpErrorCodes: z.unknown().optional(),
});
export type OutlierDetection = z.infer<typeof OutlierDetection>;

const ClientTls = z.strictObject({
  mode: z.enum(["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"]).optional(),
  clientCertificate: z.string().optional(),
  privateKey: z.string().optional(),
  caCertificates: z.string().optional(),
  caCrl: z.string().optional(),
  credentialName: z.string().optional(),
  subjectAltNames: z.array(z.string()).optional(),
  sni: z.string().optional(),
  insecureSkipVerify: z.boolean().optional(),
});

const parts = {
  loadBalancer: LoadBalancer.optional(),
  connectionPool: ConnectionPool.optional(),
  outlierDetection: OutlierDetection.optional(),
  tls: ClientTls.optional(),
};

/** Source: networking.istio.io/v1 TrafficPolicy; portLevelSettings replace the whole block, they do not inherit. */
export const TrafficPolicy = z.strictObject({
  ...parts,
  portLevelSettings: z
    .array(z.strictObject({ port: z.strictObject({ number: z.int().optional() }).optional(), ...parts }))
    .optional(),
  tunnel: z.strictObject({ protocol: z.string().optional(), targetHost: z.string(), targetPort: z.int() }).optional(),
  proxyProtocol: z.strictObject({ version: z.enum(["V1", "V2"]).optional() }).optional(),
  retryBudget: z
    .strictObject({
      percent: z.number().optional(),
      budgetInterval: z.string().optional(),
      minRetryConcurrency: z.int().optional(),
    })
    .optional(),
});
export type TrafficPolicy = z.infer<typeof TrafficPolicy>;
