import type { Metadata } from "next";
import { SignIn } from "@/components/admin/sign-in";
import { Logo } from "@/components/ui/logo";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const text = (name: string) => (typeof given[name] === "string" ? given[name] : undefined);
  return (
    <main className="mx-auto flex min-h-dvh max-w-[460px] flex-col justify-center px-4 py-10">
      <Logo size={40} />
      <SignIn token={text("token")} next={text("next")} problem={text("problem")} />
    </main>
  );
}
