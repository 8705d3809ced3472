import type { Metadata } from "next";
import { RolloutsClient } from "./client";

export const metadata: Metadata = { title: "Rollouts" };

export default function RolloutsPage() {
  return <RolloutsClient />;
}
