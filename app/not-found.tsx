import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Logo } from "@/components/ui/logo";
import { paths } from "@/lib/client/paths";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        kind="noMatch"
        icon={<Logo size={40} />}
        title="There is no page at this address."
        action={<ButtonLink href={paths.graph()}>Open the graph</ButtonLink>}
      >
        The address may be mistyped, or what it named is gone.
      </EmptyState>
    </main>
  );
}
