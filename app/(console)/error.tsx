"use client";

import { ProblemPage } from "@/components/shell/problem-page";

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ProblemPage error={error} onRetry={reset} />;
}
