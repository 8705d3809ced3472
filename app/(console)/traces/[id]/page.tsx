import type { Metadata } from "next";
import { TraceClient } from "./client";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { id } = await params;
  return { title: `Trace ${id.slice(0, 8)}` };
}

export default async function TracePage({ params }: Params) {
  const { id } = await params;
  return <TraceClient traceId={decodeURIComponent(id).toLowerCase()} />;
}
