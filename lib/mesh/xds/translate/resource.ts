/** An xDS resource or a part of one in proto3 JSON with .proto field names. */
export type Json = Record<string, unknown>;

const TYPE_URL = "type.googleapis.com/";

/** A google.protobuf.Any: the message's full name and its fields. */
export function typed(typeName: string, fields: Json = {}): Json {
  return { "@type": TYPE_URL + typeName, ...fields };
}

/** Resources come over the one aggregated stream. */
export const ADS_SOURCE: Json = { ads: {}, resource_api_version: "V3", initial_fetch_timeout: "0s" };

export function socketAddress(address: string, port: number): Json {
  return { socket_address: { address, port_value: port } };
}

/** The same object without the keys that have no value. */
export function compact(json: Json): Json {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}
