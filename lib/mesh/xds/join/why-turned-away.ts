import type { ProxyNode } from "../registry/proxy-node";

/** A proxy of the mesh, as far as this rule looks at it. */
interface Member {
  node: Pick<ProxyNode, "id" | "namespace" | "workload" | "serves" | "principal">;
}

export interface Gate {
  /** the setting HEDDLE_XDS_REQUIRE_TOKEN */
  requireToken: boolean;
  /** proxies that are here, or were a moment ago */
  members: readonly Member[];
}

/**
 * Why a proxy that gets no identity is not let into the mesh; undefined: it may join without one. Where tokens are not required it may
 * not make itself an endpoint beside proxies that have identities: their callers would be sent to a stranger. One that is here already
 * stays, so that tokens can be handed out instance by instance. `why`: what was wrong with its token, or that it brought none.
 */
export function whyTurnedAway(node: Member["node"], why: string, { requireToken, members }: Gate): string | undefined {
  const mend = `Print its bootstrap anew with a join token for ${node.workload} in ${node.namespace}.`;
  if (requireToken) return `${why} This mesh lets no proxy in without one (HEDDLE_XDS_REQUIRE_TOKEN). ${mend}`;
  const { serves } = node;
  if (!serves || members.some((known) => known.node.id === node.id)) return undefined;
  const beside = members.find(({ node: one }) => {
    if (one.principal === undefined || one.namespace !== node.namespace) return false;
    return one.workload === node.workload || one.serves?.service === serves.service;
  });
  if (!beside) return undefined;
  return `${why} It would serve ${serves.service} in ${node.namespace} beside ${beside.node.id}, which has an identity. ${mend}`;
}
