import { protos } from "./protos";

/** One field of a message, with its type's full name resolved. */
export interface ProtoField {
  name: string;
  kind: "scalar" | "bytes" | "enum" | "message";
  /** full name for enum and message, TYPE_… otherwise */
  type: string;
  repeated: boolean;
  /** set when the field is a map: how its values are written */
  mapValue?: ProtoField;
}

interface RawField {
  name: string;
  label: string;
  type: string;
  typeName: string;
}
interface RawMessage {
  name: string;
  field: RawField[];
  nestedType: RawMessage[];
  enumType: { name: string; value: { name: string }[] }[];
  options: { mapEntry?: boolean } | null;
}

interface Index {
  messages: Map<string, RawMessage>;
  enums: Map<string, Set<string>>;
}

let index: Index | undefined;
const plans = new Map<string, Map<string, ProtoField>>();

function getIndex(): Index {
  if (index) return index;
  const made: Index = { messages: new Map(), enums: new Map() };
  const addEnum = (name: string, values: { name: string }[]) =>
    made.enums.set(name, new Set(values.map((v) => v.name)));
  const addMessage = (name: string, message: RawMessage) => {
    made.messages.set(name, message);
    for (const nested of message.nestedType) addMessage(`${name}.${nested.name}`, nested);
    for (const nested of message.enumType) addEnum(`${name}.${nested.name}`, nested.value);
  };
  for (const [name, definition] of Object.entries(protos())) {
    if (definition.format === "Protocol Buffer 3 DescriptorProto") addMessage(name, definition.type as RawMessage);
    if (definition.format === "Protocol Buffer 3 EnumDescriptorProto")
      addEnum(name, (definition.type as { value: { name: string }[] }).value);
  }
  index = made;
  return made;
}

/** The fields of a message by name; map entries are folded into their map field. */
export function messageFields(typeName: string): Map<string, ProtoField> {
  const known = plans.get(typeName);
  if (known) return known;
  const message = getIndex().messages.get(typeName);
  if (!message) throw new Error(`no message type ${typeName}`);
  const plan = new Map(message.field.map((field) => [field.name, planField(typeName, field)]));
  plans.set(typeName, plan);
  return plan;
}

/** The names an enum knows. */
export function enumNames(typeName: string): Set<string> {
  return getIndex().enums.get(typeName) ?? new Set();
}

function planField(scope: string, field: RawField): ProtoField {
  const repeated = field.label === "LABEL_REPEATED";
  if (field.type === "TYPE_ENUM")
    return { name: field.name, kind: "enum", type: resolve(scope, field.typeName), repeated };
  if (field.type !== "TYPE_MESSAGE") {
    const kind = field.type === "TYPE_BYTES" ? "bytes" : "scalar";
    return { name: field.name, kind, type: field.type, repeated };
  }
  const type = resolve(scope, field.typeName);
  const entry = getIndex().messages.get(type);
  const value = entry?.options?.mapEntry ? entry.field.find((f) => f.name === "value") : undefined;
  if (value) return { name: field.name, kind: "message", type, repeated: false, mapValue: planField(type, value) };
  return { name: field.name, kind: "message", type, repeated };
}

/** Names are relative to their scope; the innermost scope that has one wins (as in protoc). */
function resolve(scope: string, name: string): string {
  const { messages, enums } = getIndex();
  const has = (full: string) => messages.has(full) || enums.has(full);
  if (name.startsWith(".")) return name.slice(1);
  for (let at = scope; at !== ""; at = at.includes(".") ? at.slice(0, at.lastIndexOf(".")) : "") {
    if (has(`${at}.${name}`)) return `${at}.${name}`;
  }
  if (has(name)) return name;
  throw new Error(`type ${name} used in ${scope} is not loaded`);
}
