import { CertificateAuthority } from "../ca/certificate-authority";
import { openVault } from "../ca/key-vault";
import { MemoryCaStore } from "../ca/memory-ca-store";
import { MemoryJoinStore } from "../join/memory-join-store";
import type { MeshLog } from "../mesh-log";

/** An authority and tokens in memory, for tests that need a control plane but nothing of these. */
export async function testAuthority(
  log: MeshLog,
): Promise<{ authority: CertificateAuthority; joins: MemoryJoinStore }> {
  const authority = await CertificateAuthority.open({
    store: new MemoryCaStore(),
    vault: openVault({ secret: "of a test" }),
    mesh: "local",
    trustDomain: "cluster.local",
    leafLifetimeMs: 3_600_000,
    spreadMs: 60_000,
    now: Date.now,
    log,
  });
  return { authority, joins: new MemoryJoinStore() };
}
