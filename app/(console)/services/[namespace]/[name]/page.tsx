import type { Metadata } from "next";
import { ServiceClient } from "./client";

interface Props {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function ServicePage({ params }: Props) {
  const { namespace, name } = await params;
  return <ServiceClient namespace={decodeURIComponent(namespace)} name={decodeURIComponent(name)} />;
}
