import type { Metadata } from "next";
import { NewRolloutClient } from "./client";

export const metadata: Metadata = { title: "Plan a rollout" };

export default function NewRolloutPage() {
  return <NewRolloutClient />;
}
