import type { AppContext, MeshHandle } from "../identity/ctx";
import { HeddleError } from "../model/heddle-error";

/** The mesh of a call; the first one when none is named. Throws `not_found`. */
export function meshOf({ meshes }: Pick<AppContext, "meshes">, name: string | undefined): MeshHandle {
  const [first] = meshes.values();
  const mesh = name ? meshes.get(name) : first;
  if (mesh) return mesh;
  throw new HeddleError("not_found", {
    what: `There is no mesh ${name ?? ""}.`,
    why: `This console serves ${[...meshes.keys()].join(", ")}.`,
    next: "Name one of them with mesh=, or leave it out for the first.",
  });
}
