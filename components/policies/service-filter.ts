import { healthRank } from "@/lib/graph/health";
import type { ServiceFigures } from "./service-figures";

export const SERVICE_SHOWS = ["all", "trouble", "split"] as const;
export type ServiceShow = (typeof SERVICE_SHOWS)[number];

export interface ServiceFilter {
  q: string;
  show: ServiceShow;
}

/** The services a filter leaves, worst first, then by name. Words of `q` must all occur in name, namespace, host or a version. */
export function filterServices(
  all: readonly ServiceFigures[],
  namespaces: readonly string[] | null,
  { q, show }: ServiceFilter,
): ServiceFigures[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return all
    .filter(({ service }) => namespaces === null || namespaces.includes(service.namespace))
    .filter(({ service, versions }) => {
      const text = [service.name, service.namespace, service.host, ...versions.map((one) => one.version)]
        .join(" ")
        .toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .filter(({ health, badges }) => {
      if (show === "trouble") return health.status === "failing" || health.status === "degraded";
      return show === "all" || badges.includes("split");
    })
    .sort(
      (a, b) =>
        healthRank(a.health.status) - healthRank(b.health.status) ||
        a.service.namespace.localeCompare(b.service.namespace) ||
        a.service.name.localeCompare(b.service.name),
    );
}

/** What is the case, in a sentence: how many services there are and which of them need a person. */
export function servicesSentence(all: readonly ServiceFigures[]): string {
  const name = ({ service }: ServiceFigures) => service.name;
  const failing = all.filter(({ health }) => health.status === "failing").map(name);
  const degraded = all.filter(({ health }) => health.status === "degraded").map(name);
  const count = `${all.length} ${all.length === 1 ? "service" : "services"}`;
  if (failing.length === 0 && degraded.length === 0) return `${count}, none in trouble.`;
  const parts = [
    failing.length > 0 ? `${few(failing)} ${failing.length > 1 ? "are" : "is"} failing` : "",
    degraded.length > 0 ? `${few(degraded)} ${degraded.length > 1 ? "are" : "is"} degraded` : "",
  ];
  return `${count}. ${parts.filter(Boolean).join(", ")}.`;
}

/** At most three names, the rest counted. */
function few(names: readonly string[]): string {
  if (names.length > 3) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
}
