import { trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { MUTATION_ATTRIBUTE, OwnSpanSampler } from "./own-span-sampler";
import { currentTraceId, withRootSpan, withSpan } from "./with-span";

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({
  sampler: new OwnSpanSampler(() => 0),
  spanProcessors: [new SimpleSpanProcessor(exporter)],
});
provider.register();
beforeEach(() => exporter.reset());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
});

const names = () => exporter.getFinishedSpans().map(({ name }) => name);

describe("withSpan", () => {
  it("keeps one trace from the call down, apart from the framework's span above it", async () => {
    const seen: (string | undefined)[] = [];
    await withSpan("framework", { "next.span_type": "BaseServer.handleRequest" }, () =>
      withRootSpan("api POST /changes", { [MUTATION_ATTRIBUTE]: true }, async () => {
        seen.push(currentTraceId());
        await withSpan("change.push", {}, async () => void seen.push(currentTraceId()));
      }),
    );
    expect(names()).toEqual(["change.push", "api POST /changes"]);
    expect(seen[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(seen[1]).toBe(seen[0]);
    expect(exporter.getFinishedSpans().map((span) => span.spanContext().traceId)).toEqual(seen);
  });

  it("marks a failure and throws it on", async () => {
    const failing = withRootSpan("api", { [MUTATION_ATTRIBUTE]: true }, () => Promise.reject(new Error("away")));
    await expect(failing).rejects.toThrow("away");
    expect(exporter.getFinishedSpans()[0]?.status).toMatchObject({ code: 2, message: "away" });
  });
});
