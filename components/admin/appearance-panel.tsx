"use client";

import { useTheme } from "next-themes";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { useDensity } from "@/lib/client/density";
import { useNow } from "@/lib/client/use-now";

const THEMES = [
  { value: "dark", label: "Dark" },
  { value: "light", label: "Light" },
  { value: "system", label: "As the system" },
] as const;

const DENSITIES = [
  { value: "compact", label: "Compact" },
  { value: "comfortable", label: "Comfortable" },
] as const;

/** How the console looks in this browser. */
export function AppearancePanel() {
  const { theme, setTheme } = useTheme();
  const [density, setDensity] = useDensity();
  const mounted = useNow(3_600_000) > 0;
  const current = THEMES.find((t) => t.value === theme)?.value ?? "system";
  return (
    <Panel title="Appearance" caption="kept in this browser">
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <div>
          <div className="mb-1 text-xs font-medium text-text-3">Theme</div>
          <Segmented label="Theme" value={mounted ? current : "system"} options={THEMES} onChange={setTheme} />
        </div>
        <div>
          <div className="mb-1 text-xs font-medium text-text-3">Rows</div>
          <Segmented label="Rows" value={density} options={DENSITIES} onChange={setDensity} />
        </div>
      </div>
    </Panel>
  );
}
