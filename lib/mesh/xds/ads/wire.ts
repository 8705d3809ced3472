/** Protobuf wire format, the little of it that joins encoded parts (protobuf.dev/programming-guides/encoding). */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

/** A length-delimited field (wire type 2). */
export function bytesField(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(value.length)]), value]);
}

export function stringField(number: number, value: string): Buffer {
  return bytesField(number, Buffer.from(value, "utf8"));
}

/** An envoy.service.discovery.v3.DiscoveryResponse around resources that are encoded already. */
export function discoveryResponse(parts: {
  version: string;
  typeUrl: string;
  nonce: string;
  resources: Iterable<{ wire: Buffer }>;
}): Buffer {
  const list = [stringField(1, parts.version)];
  for (const { wire } of parts.resources) list.push(wire);
  list.push(stringField(4, parts.typeUrl), stringField(5, parts.nonce));
  return Buffer.concat(list);
}
