import { BrokenText } from "./broken-text";
import { CopyButton } from "./copy-button";

/** A principal (spiffe://…), whole: its lines break after a slash, never amid a name; with a copy button. */
export function PrincipalText({ principal }: { principal: string }) {
  return (
    <span className="flex min-w-0 items-start gap-1">
      <span className="mono min-w-0 flex-1 text-xs leading-[26px]">
        <BrokenText text={principal} after="/" />
      </span>
      <CopyButton text={principal} label={`Copy ${principal}`} />
    </span>
  );
}
