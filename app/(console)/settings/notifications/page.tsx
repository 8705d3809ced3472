import type { Metadata } from "next";
import { NotifyPage } from "@/components/admin/notify-page";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Notifications" };

export default function Page() {
  return (
    <>
      <PageBar title="Notifications" crumbs={[{ label: "Settings", href: "/settings" }]} />
      <NotifyPage />
    </>
  );
}
