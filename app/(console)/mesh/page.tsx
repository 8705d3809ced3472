import type { Metadata } from "next";
import { MeshPage } from "@/components/admin/mesh-page";
import { PageBar } from "@/components/shell/page-bar";

export const metadata: Metadata = { title: "Mesh" };

export default function Mesh() {
  return (
    <>
      <PageBar title="Mesh" />
      <MeshPage />
    </>
  );
}
