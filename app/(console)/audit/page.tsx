import type { Metadata } from "next";
import { AuditPage } from "@/components/admin/audit-page";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Audit" };

export default function Audit() {
  return (
    <>
      <PageBar title="Audit" />
      <AuditPage />
    </>
  );
}
