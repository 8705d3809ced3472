import { readChange } from "../changes/read-change";
import { authorize, requireRole } from "../identity/authorize";
import type { AppContext } from "../identity/ctx";
import { systemCtx } from "../identity/system-ctx";
import type { LiveMeter, LivePorts } from "../live/live-ports";
import { HeddleError } from "../model/heddle-error";
import { meshOf } from "../queries/mesh-of";
import { trafficGraph, viewFor } from "../queries/traffic-graph";
import { watchRollouts } from "../rollouts/run/watch-rollouts";
import type { ConsoleMetrics } from "../telemetry/console-metrics";

/** What the live hub may ask: the same queries and rights as the HTTP API's. */
export function livePorts(app: AppContext): LivePorts {
  return {
    cutView(actor, view) {
      requireRole(actor, "viewer");
      const mesh = meshOf(app, view.mesh);
      const cut = viewFor(actor, { ...view, mesh: mesh.name });
      if (cut.namespaces?.length === 0) throw nothingToSee(view.namespaces);
      return cut;
    },
    compute: (view) => trafficGraph({ ctx: systemCtx(app, "live"), input: view }),
    async meshOfChange(actor, changeId) {
      const change = await readChange(app, changeId);
      for (const { key } of change.items) authorize({ actor }, "viewer", key.namespace);
      return change.mesh;
    },
    mayWatchMesh(actor, mesh) {
      requireRole(actor, "viewer");
      meshOf(app, mesh);
    },
    onRolloutChange: (mesh, listener) => {
      meshOf(app, mesh);
      return watchRollouts(app, mesh, listener);
    },
    onMeshChange: (mesh, listener) => meshOf(app, mesh).port.onChange(listener),
  };
}

/** The hub's figures as the console's metrics. */
export function liveMeter(metrics: ConsoleMetrics): LiveMeter {
  return {
    sockets: (delta) => metrics.liveSockets.inc(delta),
    subscriptions: (delta) => metrics.liveSubscriptions.inc(delta),
    frame: (kind) => metrics.liveFrames.inc({ kind }),
    skip: () => metrics.liveSkips.inc(),
    computed: (seconds) => metrics.liveCompute.observe(seconds),
  };
}

function nothingToSee(wanted: string[] | null): HeddleError {
  return new HeddleError("forbidden", {
    what: "You may not look at any of these namespaces.",
    why: wanted === null ? "Your rights cover none." : `Your rights cover none of ${wanted.join(", ")}.`,
    next: "Choose others, or ask an administrator.",
  });
}
