import type { Metadata } from "next";
import { SetUp } from "@/components/admin/set-up";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Set up" };

export default function SetUpPage() {
  return (
    <>
      <PageBar title="Set up" />
      <SetUp />
    </>
  );
}
