import { resolveHost } from "../../../policy/resolve-host";
import type { TranslateContext } from "./context";

/** What some route mirrors to, as `<subset>|<host>`. */
export function mirroredTo({ virtualServices, namespaces }: TranslateContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { key, spec } of virtualServices)
    for (const { mirror, mirrors = [] } of spec.http ?? [])
      for (const to of [...(mirror ? [mirror] : []), ...mirrors.map(({ destination }) => destination)])
        found.add(`${to.subset ?? ""}|${resolveHost(to.host, key.namespace, namespaces)}`);
  return found;
}
