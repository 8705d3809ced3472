import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { OwnSpanSampler } from "./own-span-sampler";

export interface Tracing {
  /** Sends what is left; gives up after 2 s. */
  stop(): Promise<void>;
}

/**
 * Sends our own spans to our own collector. It cannot loop (the exporter's calls are not traced) and cannot hurt: bounded queue,
 * short timeouts, failures dropped in silence since the console's own health says the same.
 */
export function startTracing(options: { service: string; version: string; otlpHttpUrl: string }): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${options.otlpHttpUrl}/v1/traces`, timeoutMillis: 2000 });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      "service.name": options.service,
      "service.namespace": "heddle",
      "service.version": options.version,
    }),
    sampler: new OwnSpanSampler(),
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        maxQueueSize: 1024,
        maxExportBatchSize: 256,
        scheduledDelayMillis: 2000,
        exportTimeoutMillis: 2000,
      }),
    ],
  });
  provider.register();
  return {
    stop: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, 2000).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}
