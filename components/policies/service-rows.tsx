import Link from "next/link";
import { HealthChip } from "@/components/ui/chip";
import { BytesFigure, ErrorFigure, LatencyFigure, MtlsFigure, RateFigure } from "./figure-cells";
import type { ServiceFigures } from "./service-figures";
import { ShareBar } from "./share-bar";

/** The services on a phone: rows of two lines, worst first. */
export function ServiceRows({
  services,
  hrefOf,
}: {
  services: readonly ServiceFigures[];
  hrefOf: (one: ServiceFigures) => string;
}) {
  return (
    <ul aria-label="Services">
      {services.map((one) => (
        <li key={one.service.host} className="border-b border-border-1 last:border-b-0">
          <Link href={hrefOf(one)} className="block px-3.5 py-2.5 outline-offset-[-2px]">
            <span className="flex items-center justify-between gap-2">
              <span className="min-w-0 truncate">
                <span className="font-medium">{one.service.name}</span>{" "}
                <span className="text-sm text-text-3">{one.service.namespace}</span>
              </span>
              <HealthChip status={one.health.status} bare />
            </span>
            <span className="mt-1 flex items-center gap-3 text-sm text-text-2">
              {one.versions.length > 1 ? <ShareBar versions={one.versions} className="w-20 min-w-6 shrink" /> : null}
              <span className="shrink-0 whitespace-nowrap">
                <MtlsFigure share={one.mtlsShare} />
              </span>
              <span className="ml-auto flex shrink-0 gap-3 whitespace-nowrap">
                {one.tcp ? <BytesFigure perSec={one.bytesPerSec} /> : <RateFigure perSec={one.ratePerSec} />}
                <ErrorFigure ratio={one.errorRatio} requests={one.requests} />
                <LatencyFigure ms={one.p95Ms} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
