import type { Desk } from "./desk";

export interface Propagated {
  /** every proxy that is connected and affected has answered */
  answered: boolean;
  /** proxies that refused, with their own words */
  refused: string[];
}

/** What became of the run's latest write at the proxies. */
export async function propagated({ mesh, row }: Desk): Promise<Propagated> {
  const { meshRevision } = row.state;
  if (meshRevision === 0) return { answered: true, refused: [] };
  const proxies = await mesh.port.propagation(meshRevision);
  return {
    answered: !proxies.some(({ state }) => state === "waiting" || state === "sent"),
    refused: proxies.flatMap(({ state, proxyId, reason }) =>
      state === "refused" ? [`${proxyId}: ${reason ?? "no reason given"}`] : [],
    ),
  };
}
