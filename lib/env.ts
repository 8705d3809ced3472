import { z } from "zod";
import { IDENTITY_VARIABLES, identitySettings } from "./identity/settings";
import { Environment } from "./model/environment";

const Port = z.coerce.number().int().min(1).max(65535);
const Flag = z.enum(["0", "1", "true", "false"]).transform((v) => v === "1" || v === "true");

/** Ports in the order they are laid out from HEDDLE_PORT_BASE; index = offset. */
const PORT_OFFSETS = {
  consolePort: 0,
  xdsPort: 1,
  otlpGrpcPort: 2,
  otlpHttpPort: 3,
  zipkinPort: 4,
  collectorPort: 5,
  samplePort: 6,
  sampleControlPort: 7,
} as const;

const Raw = z.object({
  HEDDLE_HOST: z.string().default("127.0.0.1"),
  HEDDLE_PORT_BASE: Port.optional(),
  HEDDLE_CONSOLE_PORT: Port.optional(),
  HEDDLE_XDS_PORT: Port.optional(),
  HEDDLE_OTLP_GRPC_PORT: Port.optional(),
  HEDDLE_OTLP_HTTP_PORT: Port.optional(),
  HEDDLE_ZIPKIN_PORT: Port.optional(),
  HEDDLE_COLLECTOR_PORT: Port.optional(),
  HEDDLE_SAMPLE_PORT: Port.optional(),
  HEDDLE_SAMPLE_CONTROL_PORT: Port.optional(),
  HEDDLE_PUBLIC_URL: z.url().optional(),
  HEDDLE_DATA_DIR: z.string().default(".heddle"),
  HEDDLE_MESH: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
    .default("local"),
  HEDDLE_ENVIRONMENT: Environment.optional(),
  HEDDLE_BOOTSTRAP_TOKEN: z.string().min(32).optional(),
  HEDDLE_INTERNAL_TOKEN: z.string().min(32).optional(),
  HEDDLE_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  HEDDLE_SECURE_COOKIES: Flag.default(false),
  HEDDLE_SPAN_RETENTION_HOURS: z.coerce.number().positive().default(48),
  HEDDLE_EDGE_RETENTION_DAYS: z.coerce.number().positive().default(30),
  HEDDLE_STORE_MAX_GB: z.coerce.number().positive().default(20),
  HEDDLE_SCRAPE_INTERVAL_MS: z.coerce.number().int().min(500).default(5000),
  HEDDLE_MAX_BODY_MB: z.coerce.number().positive().default(64),
  HEDDLE_NOTIFY_PRIVATE: Flag.default(false),
  HEDDLE_SELF_TRACING: Flag.default(true),
  HEDDLE_TRUST_DOMAIN: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9._]{0,253}[a-z0-9])?$/)
    .default("cluster.local"),
  HEDDLE_CERT_LIFETIME_MINUTES: z.coerce.number().min(1).max(43_200).default(1440),
  HEDDLE_CA_KEY: z.string().min(32).optional(),
  HEDDLE_CA_CERT_FILE: z.string().optional(),
  HEDDLE_CA_KEY_FILE: z.string().optional(),
  HEDDLE_CA_ROOT_FILE: z.string().optional(),
  HEDDLE_XDS_TLS: Flag.optional(),
  HEDDLE_XDS_REQUIRE_TOKEN: Flag.optional(),
  HEDDLE_XDS_NAMES: z.string().default(""),
  HEDDLE_MTLS_QUIET_HOURS: z.coerce.number().positive().max(168).default(24),
  HEDDLE_SAMPLE_RATE: z.coerce.number().min(0.1).max(500).default(20),
  ENVOY_BIN: z.string().optional(),
  DATABASE_URL: z.string().optional(),
  CLICKHOUSE_URL: z.url().optional(),
  NODE_ENV: z.string().default("production"),
  ...IDENTITY_VARIABLES,
});

const DEFAULT_PORTS: Record<keyof typeof PORT_OFFSETS, number> = {
  consolePort: 3000,
  xdsPort: 15010,
  otlpGrpcPort: 4317,
  otlpHttpPort: 4318,
  zipkinPort: 9411,
  collectorPort: 15020,
  samplePort: 8080,
  sampleControlPort: 8081,
};

/**
 * Parses process settings. Precedence of a port: its own variable, then HEDDLE_PORT_BASE + offset, then the default.
 * Throws a ZodError that names every bad variable.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, v]) => v !== undefined && v !== ""));
  const raw = Raw.parse(given);
  const port = (key: keyof typeof PORT_OFFSETS, own: number | undefined) =>
    own ?? (raw.HEDDLE_PORT_BASE ? raw.HEDDLE_PORT_BASE + PORT_OFFSETS[key] : DEFAULT_PORTS[key]);
  const consolePort = port("consolePort", raw.HEDDLE_CONSOLE_PORT);
  return {
    host: raw.HEDDLE_HOST,
    consolePort,
    xdsPort: port("xdsPort", raw.HEDDLE_XDS_PORT),
    otlpGrpcPort: port("otlpGrpcPort", raw.HEDDLE_OTLP_GRPC_PORT),
    otlpHttpPort: port("otlpHttpPort", raw.HEDDLE_OTLP_HTTP_PORT),
    zipkinPort: port("zipkinPort", raw.HEDDLE_ZIPKIN_PORT),
    collectorPort: port("collectorPort", raw.HEDDLE_COLLECTOR_PORT),
    samplePort: port("samplePort", raw.HEDDLE_SAMPLE_PORT),
    sampleControlPort: port("sampleControlPort", raw.HEDDLE_SAMPLE_CONTROL_PORT),
    publicUrl: raw.HEDDLE_PUBLIC_URL ?? `http://127.0.0.1:${consolePort}`,
    dataDir: raw.HEDDLE_DATA_DIR,
    mesh: raw.HEDDLE_MESH,
    environment: raw.HEDDLE_ENVIRONMENT,
    bootstrapToken: raw.HEDDLE_BOOTSTRAP_TOKEN,
    internalToken: raw.HEDDLE_INTERNAL_TOKEN,
    logLevel: raw.HEDDLE_LOG_LEVEL,
    // Behind https the cookie never travels without it.
    secureCookies: raw.HEDDLE_SECURE_COOKIES || (raw.HEDDLE_PUBLIC_URL ?? "").startsWith("https:"),
    identity: identitySettings(raw),
    spanRetentionHours: raw.HEDDLE_SPAN_RETENTION_HOURS,
    edgeRetentionDays: raw.HEDDLE_EDGE_RETENTION_DAYS,
    storeMaxBytes: raw.HEDDLE_STORE_MAX_GB * 1e9,
    scrapeIntervalMs: raw.HEDDLE_SCRAPE_INTERVAL_MS,
    maxBodyBytes: raw.HEDDLE_MAX_BODY_MB * 1024 * 1024,
    notifyPrivate: raw.HEDDLE_NOTIFY_PRIVATE,
    selfTracing: raw.HEDDLE_SELF_TRACING,
    trustDomain: raw.HEDDLE_TRUST_DOMAIN,
    certLifetimeMs: raw.HEDDLE_CERT_LIFETIME_MINUTES * 60_000,
    caKey: raw.HEDDLE_CA_KEY,
    caCertFile: raw.HEDDLE_CA_CERT_FILE,
    caKeyFile: raw.HEDDLE_CA_KEY_FILE,
    caRootFile: raw.HEDDLE_CA_ROOT_FILE,
    xdsTls: raw.HEDDLE_XDS_TLS,
    xdsRequireToken: raw.HEDDLE_XDS_REQUIRE_TOKEN,
    xdsNames: raw.HEDDLE_XDS_NAMES.split(",").flatMap((name) => name.trim() || []),
    mtlsQuietMs: raw.HEDDLE_MTLS_QUIET_HOURS * 3_600_000,
    sampleRatePerSec: raw.HEDDLE_SAMPLE_RATE,
    envoyBin: raw.ENVOY_BIN,
    databaseUrl: raw.DATABASE_URL,
    clickhouseUrl: raw.CLICKHOUSE_URL,
    production: raw.NODE_ENV === "production",
  };
}

export type Env = ReturnType<typeof parseEnv>;

/** The settings of this process. */
export function readEnv(): Env {
  return parseEnv(process.env);
}

const CliEnv = z.object({ HEDDLE_URL: z.url().default("http://127.0.0.1:3000"), HEDDLE_TOKEN: z.string().optional() });

/** Settings of the `heddle` command: the server's address and an API token. */
export function parseCliEnv(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, v]) => v !== undefined && v !== ""));
  const { HEDDLE_URL, HEDDLE_TOKEN } = CliEnv.parse(given);
  return { url: HEDDLE_URL, token: HEDDLE_TOKEN };
}
