import { Chip, HealthChip } from "@/components/ui/chip";
import { Spinner } from "@/components/ui/spinner";
import type { Change } from "@/lib/model/change";
import { STATE_CHIP } from "./propagation";

/** What has become of a change, in glyph and words. */
export function ChangeChip({ state, bare }: { state: Change["state"]; bare?: boolean }) {
  const { tone, words } = STATE_CHIP[state];
  if (tone === "accent") {
    return (
      <Chip tone="accent" bare={bare ?? false}>
        <Spinner className="!size-[11px]" />
        {words}
      </Chip>
    );
  }
  return (
    <HealthChip status={tone} bare={bare ?? false}>
      {words}
    </HealthChip>
  );
}
