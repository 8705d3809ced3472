import type { CreatedJoinToken } from "@/lib/model/join-token";

/** The `heddle bootstrap` of a token that was just made. `at`: where the proxy reaches Heddle, host:port. */
export function bootstrapCommand(
  token: Pick<CreatedJoinToken, "workload" | "namespace" | "serviceAccount" | "token" | "xdsCa">,
  mesh: string,
  at: { xds: string; otlp: string },
): string {
  const { workload, namespace, serviceAccount, xdsCa } = token;
  const [, service = workload, version] = /^(.+)-(v\d+)$/.exec(workload) ?? [];
  return [
    `npx heddle bootstrap --workload ${workload} --namespace ${namespace} --service ${service}`,
    version ? `--version ${version}` : "",
    `--app-port 9080 --xds ${at.xds} --otlp ${at.otlp}`,
    mesh && mesh !== "local" ? `--mesh ${mesh}` : "",
    serviceAccount === workload ? "" : `--service-account ${serviceAccount}`,
    xdsCa ? `--xds-ca heddle-roots.pem --xds-id ${xdsCa.spiffeId}` : "",
    `--join-token ${token.token} > ${workload}.yaml`,
  ]
    .filter(Boolean)
    .join(" ");
}
