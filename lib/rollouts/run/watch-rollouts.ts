import type { AppContext } from "../../identity/ctx";

const LOOK_MS = 1000;

interface Watch {
  listeners: Set<() => void>;
  timer: NodeJS.Timeout;
  stamp: string | null;
}

const watches = new WeakMap<AppContext["store"], Map<string, Watch>>();

/**
 * Calls back when a run of the mesh moved or was measured. It asks the store, once a second for all who watch: the runs may be moved by another
 * console than this one. Returns the way to stop.
 */
export function watchRollouts(
  { store, log }: Pick<AppContext, "store" | "log">,
  mesh: string,
  listener: () => void,
): () => void {
  const known = watches.get(store) ?? new Map<string, Watch>();
  watches.set(store, known);
  const watch = known.get(mesh) ?? { listeners: new Set(), timer: setInterval(look, LOOK_MS), stamp: null };
  known.set(mesh, watch);
  watch.listeners.add(listener);
  function look(): void {
    store.rollouts.stamp(mesh).then(
      (stamp) => {
        const own = known.get(mesh);
        if (!own || own.stamp === stamp) return;
        const first = own.stamp === null;
        own.stamp = stamp;
        if (!first) for (const tell of own.listeners) tell();
      },
      (error: unknown) => log.debug({ err: error }, "rollouts not watched"),
    );
  }
  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size > 0) return;
    clearInterval(watch.timer);
    known.delete(mesh);
  };
}
