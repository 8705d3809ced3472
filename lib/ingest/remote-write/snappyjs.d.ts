declare module "snappyjs" {
  /** Block format. Throws when the input is not snappy or its output would exceed `maxLength`. */
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array;
  export function compress(uncompressed: Uint8Array): Uint8Array;
}
