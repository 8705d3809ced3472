import { type ReactNode, Suspense } from "react";
import { ConsoleFrame } from "@/components/shell/console-frame";

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <ConsoleFrame>{children}</ConsoleFrame>
    </Suspense>
  );
}
