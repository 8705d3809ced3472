import type { Metadata } from "next";
import { TracesClient } from "./client";

export const metadata: Metadata = { title: "Traces" };

export default function TracesPage() {
  return <TracesClient />;
}
