const texts = new WeakMap<object, string>();

/** A value's JSON, made once for all calls that answer with the same value. For big answers that several people ask for. */
export function encodeOnce(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
