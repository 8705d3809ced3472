import { stack } from "./stack";

/** Which workload of `service` served, out of an answer's x-served-by ("web-v1,reviews-v2,…"); "" when it took no part. */
function servedBy(header: string | null, service: string): string {
  const names = (header ?? "").split(",").map((name) => name.trim());
  return names.find((name) => name.startsWith(`${service}-`)) ?? "";
}

/** Sends `total` requests through the sample's edge gateway and counts who of `service` answered. */
export async function measureSplit(
  service: string,
  total: number,
  {
    headers = {},
    path = "/",
    concurrency = 8,
  }: { headers?: Record<string, string>; path?: string; concurrency?: number } = {},
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let sent = 0;
  const worker = async () => {
    while (sent++ < total) {
      const answer = await fetch(`${stack.gateway}${path}`, { headers });
      await answer.arrayBuffer();
      const workload = servedBy(answer.headers.get("x-served-by"), service);
      counts.set(workload, (counts.get(workload) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return counts;
}
