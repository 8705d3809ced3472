import type { Metadata } from "next";
import { Invitation } from "@/components/admin/invitation";
import { Logo } from "@/components/ui/logo";

export const metadata: Metadata = { title: "Invitation" };

export default function InvitationPage() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[460px] flex-col justify-center px-4 py-10">
      <Logo size={40} />
      <Invitation />
    </main>
  );
}
