import type { Ctx } from "@/lib/identity/ctx";
import { mutate } from "@/lib/identity/mutate";
import { HeddleError } from "@/lib/model/heddle-error";
import type { NotifyTest } from "@/lib/model/notify-target";

/**
 * Sends one message that says it is a test, and tells whether it arrived. It takes an administrator; the audit log has it before it is
 * sent. Throws `not_found`.
 */
export async function testTarget({ ctx, input: { id } }: { ctx: Ctx; input: { id: string } }): Promise<NotifyTest> {
  const mutation = {
    action: "notify.test",
    target: `notification target ${id}`,
    role: "admin" as const,
    namespaces: [],
  };
  await mutate(ctx, mutation, async (tx) => {
    const found = (await tx.notify.targets()).find((target) => target.id === id);
    if (found) return { value: undefined, detail: { id, name: found.name } };
    throw new HeddleError("not_found", {
      what: "There is no such target.",
      why: `None has the id ${id}.`,
      next: "Look at the list of notification targets.",
    });
  });
  const at = new Date(ctx.now()).toISOString();
  try {
    if (!ctx.sendTestMessage) throw new Error("This console sends no messages.");
    await ctx.sendTestMessage(id);
    return { at, error: null };
  } catch (error) {
    return { at, error: error instanceof Error ? error.message : String(error) };
  }
}
