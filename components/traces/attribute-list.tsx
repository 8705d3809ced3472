import { Search } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { JsonView } from "@/components/ui/json-view";
import type { Attributes, AttributeValue } from "@/lib/model/span";
import { explainAttribute } from "./explain-attribute";

const LONG = 400;

function plain(value: AttributeValue): string | null {
  return value !== null && typeof value === "object" ? null : String(value);
}

function Value({ name, value }: { name: string; value: AttributeValue }) {
  const text = plain(value);
  if (text === null) return <JsonView value={value} open={1} className="-ml-4" />;
  const meaning = explainAttribute(name, text);
  return (
    <>
      {text.length > LONG ? (
        <details>
          <summary className="mono cursor-pointer">
            {text.slice(0, LONG)}… <span className="text-text-3">{text.length} characters</span>
          </summary>
          <span className="mono whitespace-pre-wrap">{text}</span>
        </details>
      ) : (
        <span className="mono whitespace-pre-wrap">{text === "" ? "“”" : text}</span>
      )}
      {meaning ? <span className="block text-xs text-text-3">{meaning}</span> : null}
    </>
  );
}

/** Attributes by name, proxy ones explained; each leads to the traces that share it. */
export function AttributeList({
  attributes,
  onSearch,
}: {
  attributes: Attributes;
  /** looks for traces with this value; absent: not searchable (resource attributes of old stores) */
  onSearch?: (key: string, value: string) => void;
}) {
  const entries = Object.entries(attributes).sort((a, b) => a[0].localeCompare(b[0]));
  if (entries.length === 0) return <p className="py-1.5 text-text-3">None.</p>;
  return (
    <dl>
      {entries.map(([name, value]) => {
        const text = plain(value);
        return (
          <div
            key={name}
            className="group relative grid grid-cols-[minmax(96px,2fr)_3fr] gap-3 border-b border-border-1 py-1.5 last:border-b-0"
          >
            <dt className="min-w-0 text-text-3 [overflow-wrap:anywhere]">{name}</dt>
            <dd className="min-w-0 pr-6 [overflow-wrap:anywhere]">
              <Value name={name} value={value} />
              {onSearch && text !== null && text.length < 200 ? (
                <span className="absolute right-0 top-0.5 opacity-0 focus-within:opacity-100 group-hover:opacity-100 max-sm:opacity-100">
                  <IconButton label={`Find traces with this ${name}`} small onClick={() => onSearch(name, text)}>
                    <Search aria-hidden="true" className="!size-3.5" />
                  </IconButton>
                </span>
              ) : null}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
