/** `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`: Istio's form of a SPIFFE id. */
export function spiffeId(trustDomain: string, namespace: string, serviceAccount: string): string {
  return `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** The control plane's own name: what proxies expect on the other end of the xDS port. */
export function controlPlaneId(trustDomain: string): string {
  return spiffeId(trustDomain, "heddle-system", "heddle");
}
