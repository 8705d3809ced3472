import { Download } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";
import { type AuditSearch, auditExportUrl } from "@/lib/client/queries/audit";

const STYLE = buttonStyle({ variant: "default", size: "small" });
const FORMATS = [
  { format: "csv", label: "CSV" },
  { format: "ndjson", label: "NDJSON" },
] as const;

/** Takes away what a search finds, whole, as a file. */
export function AuditDownloads({ search }: { search: AuditSearch }) {
  return (
    <span className="flex items-center gap-2">
      {FORMATS.map(({ format, label }) => (
        <a key={format} className={STYLE} href={auditExportUrl(search, format)} download>
          <Download aria-hidden="true" />
          {label}
        </a>
      ))}
    </span>
  );
}
