/** gRPC statuses by name, at the place of their number: 0 to 16. Source: gRPC doc/statuscodes.md. */
export const GRPC_STATUS: readonly string[] = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** The number of a status by its name, in any case; -1: there is none of that name. */
export function grpcStatusNumber(name: string): number {
  return GRPC_STATUS.indexOf(name.toUpperCase());
}
