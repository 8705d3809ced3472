import type { Path } from "../path";
import { error, type Problem } from "./rule";

/** HED-VS-085, HED-DR-030: entries are ".", "*", "~" or a namespace; "*" and "~" stand alone. Source: istio validateExportTo. */
export function exportToProblems(code: string, exportTo: readonly string[] | undefined): Problem[] {
  const path: Path = ["spec", "exportTo"];
  return (exportTo ?? []).flatMap((entry, i): Problem[] => {
    if ((entry === "*" || entry === "~") && (exportTo?.length ?? 0) > 1) {
      return [
        error(
          code,
          [...path, i],
          `exportTo has ${JSON.stringify(entry)} beside other entries, which it makes pointless.`,
          "Leave it alone in the list.",
        ),
      ];
    }
    if ([".", "*", "~"].includes(entry) || /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(entry)) return [];
    return [
      error(
        code,
        [...path, i],
        `exportTo has ${JSON.stringify(entry)}, which is no namespace.`,
        'Use "." (its own), "*" (all) or names.',
      ),
    ];
  });
}
