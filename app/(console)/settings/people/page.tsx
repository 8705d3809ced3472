import type { Metadata } from "next";
import { PeoplePage } from "@/components/admin/people-page";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "People" };

export default function People() {
  return (
    <>
      <PageBar title="People" crumbs={[{ label: "Settings", href: "/settings" }]} />
      <PeoplePage />
    </>
  );
}
