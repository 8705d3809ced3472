import type { Metadata } from "next";
import { FreezePage } from "@/components/admin/freeze-page";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Freeze windows" };

export default function Page() {
  return (
    <>
      <PageBar title="Freeze windows" crumbs={[{ label: "Settings", href: "/settings" }]} />
      <FreezePage />
    </>
  );
}
