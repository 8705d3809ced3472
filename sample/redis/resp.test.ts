import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeCommand, encodeReply, type Reply, RespReader } from "./resp";

const Value: fc.Arbitrary<Reply> = fc.letrec<{ value: Reply }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 5 }),
  ),
})).value;

test("reads back every value, however the stream is cut", () => {
  fc.assert(
    fc.property(fc.array(Value, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 8 }), (values, cuts) => {
      const bytes = Buffer.from(values.map(encodeReply).join(""));
      const edges = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
        (a, b) => a - b,
      );
      const reader = new RespReader();
      const read = edges.slice(1).flatMap((edge, i) => reader.push(bytes.subarray(edges[i], edge)));
      expect(read).toEqual(values);
    }),
  );
});

test("a command is an array of bulk strings, counted in bytes", () => {
  expect(encodeCommand(["SET", "k", "é"])).toBe("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\né\r\n");
});

test("an error reply comes back as an error", () => {
  const [reply] = new RespReader().push(Buffer.from(encodeReply(new Error("unknown command"))));
  expect(reply).toBeInstanceOf(Error);
  expect((reply as Error).message).toBe("unknown command");
});

test("refuses what is not RESP, negative and huge lengths", () => {
  for (const hostile of ["GET /\r\n", "*-7\r\n", "$99999999999\r\n", "*4096\r\n", "$x\r\n"]) {
    expect(() => new RespReader().push(Buffer.from(hostile)), hostile).toThrow();
  }
});
