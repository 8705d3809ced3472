import type { Metadata } from "next";
import { AboutPanel } from "@/components/admin/about-panel";
import { AccountPanel } from "@/components/admin/account-panel";
import { AppearancePanel } from "@/components/admin/appearance-panel";
import { SettingsLinks } from "@/components/admin/settings-links";
import { TokenPanel } from "@/components/admin/token-panel";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsPage() {
  return (
    <>
      <PageBar title="Settings" actions={<SettingsLinks />} />
      <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
        <div className="mx-auto grid max-w-[1280px] gap-3">
          <AccountPanel />
          <TokenPanel />
          <AppearancePanel />
          <AboutPanel />
        </div>
      </div>
    </>
  );
}
