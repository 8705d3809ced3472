import type { ColumnDef } from "@tanstack/react-table";
import { Chip, HealthChip } from "@/components/ui/chip";
import { TextLink } from "@/components/ui/text-link";
import { VersionTag } from "@/components/ui/version-tag";
import { healthRank } from "@/lib/graph/health";
import { BADGE_WORD, configBadges } from "./badge-words";
import { BytesFigure, ErrorFigure, LatencyFigure, MtlsFigure, RateFigure } from "./figure-cells";
import type { ServiceFigures } from "./service-figures";
import { ShareBar } from "./share-bar";

/** Columns of the list of services. `hrefOf` keeps mesh and time of the page. */
export function serviceColumns(hrefOf: (one: ServiceFigures) => string): ColumnDef<ServiceFigures, unknown>[] {
  return [
    {
      id: "health",
      header: "Health",
      accessorFn: ({ health }) => healthRank(health.status),
      cell: ({ row }) => (
        <span title={row.original.health.reasons.join(" ")}>
          <HealthChip status={row.original.health.status} bare />
        </span>
      ),
      meta: { className: "w-[104px]" },
    },
    {
      id: "name",
      header: "Service",
      accessorFn: ({ service }) => service.name,
      cell: ({ row }) => (
        <TextLink href={hrefOf(row.original)} className="font-medium text-text-1 hover:text-accent">
          {row.original.service.name}
        </TextLink>
      ),
    },
    { id: "namespace", header: "Namespace", accessorFn: ({ service }) => service.namespace },
    {
      id: "versions",
      header: "Versions, share of requests",
      enableSorting: false,
      cell: ({ row }) => <Versions figures={row.original} />,
      meta: { className: "w-[30%] max-lg:hidden" },
    },
    {
      id: "rate",
      header: "Rate",
      accessorFn: ({ ratePerSec }) => ratePerSec,
      cell: ({ row: { original } }) =>
        original.tcp ? <BytesFigure perSec={original.bytesPerSec} /> : <RateFigure perSec={original.ratePerSec} />,
      meta: { align: "right" },
    },
    {
      id: "errors",
      header: "Failed",
      accessorFn: ({ errorRatio }) => errorRatio,
      cell: ({ row: { original } }) => <ErrorFigure ratio={original.errorRatio} requests={original.requests} />,
      meta: { align: "right" },
    },
    {
      id: "p95",
      header: "p95",
      accessorFn: ({ p95Ms }) => p95Ms ?? -1,
      cell: ({ row }) => <LatencyFigure ms={row.original.p95Ms} />,
      meta: { align: "right" },
    },
    {
      id: "mtls",
      header: "mTLS",
      accessorFn: ({ mtlsShare }) => mtlsShare ?? -1,
      cell: ({ row }) => <MtlsFigure share={row.original.mtlsShare} />,
      meta: { className: "max-md:hidden" },
    },
    {
      id: "config",
      header: "Config",
      enableSorting: false,
      cell: ({ row }) => <ConfigBadges figures={row.original} />,
      meta: { className: "max-xl:hidden" },
    },
  ];
}

export function Versions({ figures: { versions, service } }: { figures: ServiceFigures }) {
  if (versions.length === 0) return <span className="text-text-3">{service.external ? "outside the mesh" : "–"}</span>;
  return (
    <span className="flex items-center gap-3">
      <ShareBar versions={versions} className="w-28 shrink-0" />
      <span className="flex min-w-0 gap-2.5 overflow-hidden text-xs">
        {versions.map(({ version, series }) => (
          <VersionTag key={version} name={version} series={series} />
        ))}
      </span>
    </span>
  );
}

function ConfigBadges({ figures }: { figures: ServiceFigures }) {
  const badges = configBadges(figures.badges);
  if (badges.length === 0) return <span className="text-text-3">–</span>;
  return (
    <span className="flex gap-1">
      {badges.map((badge) => (
        <Chip key={badge}>{BADGE_WORD[badge]}</Chip>
      ))}
    </span>
  );
}
