import type { ControlPlane } from "../control-plane";
import { proxyView } from "../views";
import type { FleetReport } from "./fleet-report";

/** A revision's fate is asked for while it is new: as many pushes are told. */
const PUSHES = 40;

/** What a control plane tells other consoles of the proxies that are connected to it, or were lately. */
export function ownReport(
  { registry, identities, transitions }: Pick<ControlPlane, "registry" | "identities" | "transitions">,
  callersTold: FleetReport["callersTold"],
): FleetReport {
  const proxies = registry.all().map((record) => {
    const { node, inGrace, log, streams } = record;
    const { accepts, offersTls } = transitions.of(node.id);
    const keeps = streams.at(-1)?.session.keeps();
    return {
      node,
      status: proxyView(record, identities.view(node), accepts),
      inGrace,
      offersTls,
      pushes: log.outcomes(PUSHES),
      ...(keeps === undefined ? {} : { keeps }),
    };
  });
  return { proxies, callersTold };
}
