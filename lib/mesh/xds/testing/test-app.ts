import { Agent, createServer, type IncomingHttpHeaders, request } from "node:http";

/** What a test application saw. */
export interface SeenRequest {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
}

export interface TestApp {
  port: number;
  seen: SeenRequest[];
  /** how it answers from now on; default 200 with its name */
  answer: (seen: SeenRequest, nth: number) => { status?: number; delayMs?: number };
  close(): Promise<void>;
}

/** An HTTP application on 127.0.0.1 that answers with its name in `x-served-by` and keeps what it saw. */
export async function startTestApp(name: string): Promise<TestApp> {
  const app: TestApp = { port: 0, seen: [], answer: () => ({}), close: async () => {} };
  const server = createServer((req, res) => {
    const seen = { path: req.url ?? "", method: req.method ?? "", headers: req.headers };
    app.seen.push(seen);
    const { status = 200, delayMs = 0 } = app.answer(seen, app.seen.length);
    setTimeout(() => {
      res.writeHead(status, { "x-served-by": name });
      res.end(name);
    }, delayMs);
  });
  // Node closes idle connections after 5 s: a proxy that reuses one at that moment answers 503, which is not what tests look for.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  app.port = (server.address() as { port: number }).port;
  app.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return app;
}

export interface TestAnswer {
  status: number;
  servedBy: string;
  body: string;
  headers: IncomingHttpHeaders;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** One request to a local port under a host name. */
export function ask(
  port: number,
  host: string,
  options: { path?: string; headers?: Record<string, string>; method?: string } = {},
) {
  return new Promise<TestAnswer>((resolve, reject) => {
    const req = request(
      {
        host: "127.0.0.1",
        port,
        path: options.path ?? "/",
        method: options.method ?? "GET",
        headers: { host, ...options.headers },
        agent,
      },
      (res) => {
        let body = "";
        res.setEncoding("utf8");
        res.on("data", (chunk: string) => {
          body += chunk;
        });
        res.on("end", () =>
          resolve({
            status: res.statusCode ?? 0,
            servedBy: String(res.headers["x-served-by"] ?? ""),
            body,
            headers: res.headers,
          }),
        );
        res.on("error", reject);
      },
    );
    req.on("error", reject);
    req.end();
  });
}

/** `count` requests, sixteen at a time; gives how often each workload answered. Anything but 200 counts as `status N` or `failed`. */
export async function tally(count: number, send: () => Promise<TestAnswer>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const worker = async (share: number) => {
    for (let i = 0; i < share; i += 1) {
      const who = await send().then(
        (answer) => (answer.status === 200 ? answer.servedBy : `status ${answer.status}`),
        () => "failed",
      );
      counts[who] = (counts[who] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, i) => worker(Math.floor(count / 16) + (i < count % 16 ? 1 : 0))));
  return counts;
}
