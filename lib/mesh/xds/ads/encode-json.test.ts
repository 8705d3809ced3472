import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeMessage, fromStruct } from "./encode-json";
import { messageType } from "./protos";

describe("encodeMessage", () => {
  it("writes durations, wrappers, enums, maps and Any", () => {
    const bytes = encodeMessage("envoy.config.cluster.v3.Cluster", {
      name: "a",
      type: "EDS",
      connect_timeout: "0.25s",
      circuit_breakers: { thresholds: [{ max_connections: 5 }] },
      typed_extension_protocol_options: {
        "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
          "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
          explicit_http_config: { http2_protocol_options: { max_concurrent_streams: 7 } },
        },
      },
      metadata: { filter_metadata: { istio: { subset: "v1", services: [{ host: "h" }] } } },
    });
    const back = messageType("envoy.config.cluster.v3.Cluster").deserialize(bytes) as Record<string, unknown>;
    expect(back).toMatchObject({
      name: "a",
      type: "EDS",
      connect_timeout: { seconds: "0", nanos: 250_000_000 },
      circuit_breakers: { thresholds: [{ max_connections: { value: 5 } }] },
    });
    const any = (back.typed_extension_protocol_options as Record<string, { type_url: string; value: Buffer }>)[
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    ];
    expect(any?.type_url).toBe("type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions");
    const inner = messageType("envoy.extensions.upstreams.http.v3.HttpProtocolOptions").deserialize(
      any?.value as Buffer,
    );
    expect(inner).toEqual({
      explicit_http_config: { http2_protocol_options: { max_concurrent_streams: { value: 7 } } },
    });
    const metadata = back.metadata as { filter_metadata: Record<string, unknown> };
    expect(fromStruct(metadata.filter_metadata.istio)).toEqual({ subset: "v1", services: [{ host: "h" }] });
  });

  it.each([
    [{ nmae: "x" }, /Cluster\.nmae: .*no such field/],
    [{ type: "EDDS" }, /Cluster\.type: .*no EDDS/],
    [{ connect_timeout: "5" }, /Cluster\.connect_timeout: expected a duration/],
    [{ connect_timeout: { seconds: 5 } }, /Cluster\.connect_timeout/],
    [{ name: 5 }, /Cluster\.name: expected a string/],
    [{ health_checks: {} }, /Cluster\.health_checks: expected a list/],
    [{ circuit_breakers: { thresholds: [{ max_conections: 1 }] } }, /thresholds\[0\]\.max_conections/],
    [{ circuit_breakers: { thresholds: [{ max_connections: -1 }] } }, /max_connections/],
    [{ circuit_breakers: { thresholds: [{ max_connections: 2 ** 32 }] } }, /max_connections/],
    [{ typed_extension_protocol_options: { a: { "@type": "type.googleapis.com/no.Such" } } }, /no message type/],
  ])("refuses %j", (json, message) => {
    expect(() => encodeMessage("envoy.config.cluster.v3.Cluster", json)).toThrow(message);
  });

  it("keeps any Struct through a round trip", () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
        fc.boolean(),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("object"),
      ),
      object: fc.dictionary(
        fc.string().filter((key) => key !== "__proto__"),
        tie("value"),
        { maxKeys: 4 },
      ),
    }));
    fc.assert(
      fc.property(json.object, (object) => {
        const bytes = encodeMessage("google.protobuf.Struct", object);
        const plain = JSON.parse(JSON.stringify(object));
        expect(fromStruct(messageType("google.protobuf.Struct").deserialize(bytes))).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });
});
