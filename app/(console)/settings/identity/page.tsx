import type { Metadata } from "next";
import { IdentityPage } from "@/components/admin/identity-page";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Identity of workloads" };

export default function Page() {
  return (
    <>
      <PageBar title="Identity of workloads" crumbs={[{ label: "Settings", href: "/settings" }]} />
      <IdentityPage />
    </>
  );
}
