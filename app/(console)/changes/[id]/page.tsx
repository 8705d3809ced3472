import type { Metadata } from "next";
import { ChangeClient } from "./client";

export const metadata: Metadata = { title: "Change" };

export default async function ChangePage({ params }: { params: Promise<{ id: string }> }) {
  return <ChangeClient id={decodeURIComponent((await params).id)} />;
}
