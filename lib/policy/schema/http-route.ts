import { z } from "zod";
import { Percent, StringMatch } from "./string-match";

export const Destination = z.strictObject({
  host: z.string(),
  subset: z.string().optional(),
  port: z.strictObject({ number: z.int().optional() }).optional(),
});
export type Destination = z.infer<typeof Destination>;

const HeaderOperations = z.strictObject({
  set: z.record(z.string(), z.string()).optional(),
  add: z.record(z.string(), z.string()).optional(),
  remove: z.array(z.string()).optional(),
});

export const Headers = z.strictObject({
  request: HeaderOperations.optional(),
  response: HeaderOperations.optional(),
});
export type Headers = z.infer<typeof Headers>;

export const HttpRouteDestination = z.strictObject({
  destination: Destination,
  weight: z.int().optional(),
  headers: Headers.optional(),
});
export type HttpRouteDestination = z.infer<typeof HttpRouteDestination>;

export const HttpMatch = z.strictObject({
  name: z.string().optional(),
  uri: StringMatch.optional(),
  scheme: StringMatch.optional(),
  method: StringMatch.optional(),
  authority: StringMatch.optional(),
  headers: z.record(z.string(), StringMatch).optional(),
  withoutHeaders: z.record(z.string(), StringMatch).optional(),
  queryParams: z.record(z.string(), StringMatch).optional(),
  port: z.int().optional(),
  sourceLabels: z.record(z.string(), z.string()).optional(),
  sourceNamespace: z.string().optional(),
  gateways: z.array(z.string()).optional(),
  ignoreUriCase: z.boolean().optional(),
  statPrefix: z.string().optional(),
});
export type HttpMatch = z.infer<typeof HttpMatch>;

const Redirect = z.strictObject({
  uri: z.string().optional(),
  authority: z.string().optional(),
  port: z.int().optional(),
  derivePort: z.enum(["FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT"]).optional(),
  scheme: z.string().optional(),
  redirectCode: z.int().optional(),
});

const DirectResponse = z.strictObject({
  status: z.int(),
  body: z.strictObject({ string: z.string().optional(), bytes: z.string().optional() }).optional(),
});

const Rewrite = z.strictObject({
  uri: z.string().optional(),
  authority: z.string().optional(),
  uriRegexRewrite: z.strictObject({ match: z.string().optional(), rewrite: z.string().optional() }).optional(),
});

const Retries = z.strictObject({
  attempts: z.int().optional(),
  perTryTimeout: z.string().optional(),
  retryOn: z.string().optional(),
  retryRemoteLocalities: z.boolean().optional(),
  retryIgnorePreviousHosts: z.boolean().optional(),
  backoff: z.string().optional(),
});
export type Retries = z.infer<typeof Retries>;

const Fault = z.strictObject({
  delay: z
    .strictObject({
      fixedDelay: z.string().optional(),
      exponentialDelay: z.string().optional(),
      percentage: Percent.optional(),
      percent: z.number().optional(),
    })
    .optional(),
  abort: z
    .strictObject({
      httpStatus: z.int().optional(),
      grpcStatus: z.string().optional(),
      http2Error: z.string().optional(),
      percentage: Percent.optional(),
    })
    .optional(),
});
export type Fault = z.infer<typeof Fault>;

const Cors = z.strictObject({
  allowOrigin: z.array(z.string()).optional(),
  allowOrigins: z.array(StringMatch).optional(),
  allowMethods: z.array(z.string()).optional(),
  allowHeaders: z.array(z.string()).optional(),
  exposeHeaders: z.array(z.string()).optional(),
  maxAge: z.string().optional(),
  allowCredentials: z.boolean().optional(),
  unmatchedPreflights: z.enum(["UNSPECIFIED", "FORWARD", "IGNORE"]).optional(),
});

/** One entry of spec.http, as written. Source: networking.istio.io/v1 HTTPRoute. */
export const HttpRoute = z.strictObject({
  name: z.string().optional(),
  match: z.array(HttpMatch).optional(),
  route: z.array(HttpRouteDestination).optional(),
  redirect: Redirect.optional(),
  directResponse: DirectResponse.optional(),
  delegate: z.strictObject({ name: z.string().optional(), namespace: z.string().optional() }).optional(),
  rewrite: Rewrite.optional(),
  timeout: z.string().optional(),
  retries: Retries.optional(),
  fault: Fault.optional(),
  mirror: Destination.optional(),
  mirrorPercent: z.int().optional(),
  mirror_percent: z.int().optional(),
  mirrorPercentage: Percent.optional(),
  mirrors: z.array(z.strictObject({ destination: Destination, percentage: Percent.optional() })).optional(),
  corsPolicy: Cors.optional(),
  headers: Headers.optional(),
});
export type HttpRoute = z.infer<typeof HttpRoute>;
