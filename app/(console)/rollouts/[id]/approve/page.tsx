import type { Metadata } from "next";
import { ApproveClient } from "./client";

export const metadata: Metadata = { title: "Approve" };

export default async function ApprovePage({ params }: { params: Promise<{ id: string }> }) {
  return <ApproveClient id={decodeURIComponent((await params).id)} />;
}
