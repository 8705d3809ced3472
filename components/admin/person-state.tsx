import { HealthChip } from "@/components/ui/chip";
import type { Person } from "@/lib/model/person";

export const PROVIDER_WORDS: Record<Person["provider"], string> = {
  local: "password",
  oidc: "identity provider",
  proxy: "trusted proxy",
};

/** Whether somebody can sign in, as glyph and word. */
export function PersonState({ person }: { person: Person }) {
  if (person.disabled) {
    return (
      <HealthChip status="failing" bare>
        Disabled
      </HealthChip>
    );
  }
  if (person.provider === "local" && !person.hasPassword) {
    return (
      <HealthChip status={person.invited ? "unknown" : "degraded"} bare>
        {person.invited ? "Invited" : "Invitation ran out"}
      </HealthChip>
    );
  }
  if (person.grants.length + person.providerGrants.length === 0) {
    return (
      <HealthChip status="degraded" bare>
        No role yet
      </HealthChip>
    );
  }
  return (
    <HealthChip status="healthy" bare>
      Active
    </HealthChip>
  );
}
