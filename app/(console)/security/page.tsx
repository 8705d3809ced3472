import type { Metadata } from "next";
import { SecurityPage } from "@/components/security/security-page";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Security" };

export default function Security() {
  return (
    <>
      <PageBar title="Security" />
      <SecurityPage />
    </>
  );
}
