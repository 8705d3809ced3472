import type { AppContext } from "../../identity/ctx";

/** What acting on rollouts takes of the process. */
export type RolloutsDeps = Pick<AppContext, "store" | "meshes" | "shared" | "log" | "now">;
