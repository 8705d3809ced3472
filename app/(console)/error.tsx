"use client";

import { FailureState } from "@/components/ui/failure-state";
import { describeError } from "@/lib/client/api-error";

export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <FailureState failure={describeError(error)} onRetry={reset} />;
}
