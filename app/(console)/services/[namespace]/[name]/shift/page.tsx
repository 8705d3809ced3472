import type { Metadata } from "next";
import { ShiftClient } from "./client";

interface Props {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Shift traffic, ${decodeURIComponent((await params).name)}` };
}

export default async function ShiftPage({ params }: Props) {
  const { namespace, name } = await params;
  return <ShiftClient namespace={decodeURIComponent(namespace)} name={decodeURIComponent(name)} />;
}
