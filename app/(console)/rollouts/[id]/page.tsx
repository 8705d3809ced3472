import type { Metadata } from "next";
import { RolloutClient } from "./client";

export const metadata: Metadata = { title: "Rollout" };

export default async function RolloutPage({ params }: { params: Promise<{ id: string }> }) {
  return <RolloutClient id={decodeURIComponent((await params).id)} />;
}
