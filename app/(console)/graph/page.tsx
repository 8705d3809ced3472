import type { Metadata } from "next";
import { GraphPage } from "./client";

export const metadata: Metadata = { title: "Graph" };

export default function Page() {
  return <GraphPage />;
}
