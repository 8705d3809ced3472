/** Whether an Envoy, by the version it tells ("1.40.2"), is 1.`minor` or newer; not when it tells none. */
export function envoyAtLeast(version: string | undefined, minor: number): boolean {
  const [major = 0, own = 0] = (version ?? "").split(".").map(Number);
  return major > 1 || (major === 1 && own >= minor);
}
