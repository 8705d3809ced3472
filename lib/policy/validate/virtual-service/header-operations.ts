import { formatPath, type Path } from "../../path";
import type { Headers } from "../../schema/http-route";
import type { VirtualService } from "../../schema/virtual-service";
import { headerNameFault } from "../header-name";
import { error, type Problem, type Rule } from "../rule";
import { eachRoute } from "./each-route";

/** HED-VS-070, 071: names of headers set, added and removed; the host header cannot be removed, pseudo headers only set. Source: istio validateHeaders. */
export const headerOperations: Rule<VirtualService> = (object) =>
  eachRoute(object).flatMap(({ route, path }) => [
    ...check(route.headers, [...path, "headers"]),
    ...(route.route ?? []).flatMap(({ headers }, i) => check(headers, [...path, "route", i, "headers"])),
  ]);

function check(headers: Headers | undefined, path: Path): Problem[] {
  return (["request", "response"] as const).flatMap((side) => {
    const operations = headers?.[side];
    const tables = (["set", "add"] as const).flatMap((verb) =>
      Object.entries(operations?.[verb] ?? {}).flatMap(([name, value]) => {
        const at = [...path, side, verb, name];
        return name === ":authority" ? [] : [...nameProblem(name, at), ...valueProblem(value, at)];
      }),
    );
    const removed = (operations?.remove ?? []).flatMap((name, i) => {
      const at = [...path, side, "remove", i];
      if (name.toLowerCase() !== "host") return nameProblem(name, at);
      return [error("HED-VS-070", at, `${formatPath(at)}: the host header cannot be removed.`)];
    });
    return [...tables, ...removed];
  });
}

function nameProblem(name: string, path: Path): Problem[] {
  const fault = headerNameFault(name);
  return fault
    ? [error("HED-VS-070", path, `${formatPath(path)}: the header name ${JSON.stringify(name)} ${fault}.`)]
    : [];
}

/** Line ends would let a value write further headers. */
function valueProblem(value: string, path: Path): Problem[] {
  return /[\r\n\0]/.test(value)
    ? [error("HED-VS-071", path, `${formatPath(path)}: the value holds a line end or a null character.`)]
    : [];
}
