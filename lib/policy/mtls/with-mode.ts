import { parseDocument } from "yaml";
import type { MtlsMode } from "./effective-mode";

/** The text of a namespace's policy with another mode: its own text with comments kept, or a new one. */
export function withMode(yaml: string | null, namespace: string, mode: MtlsMode): string {
  if (yaml === null)
    return `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata:
  name: default
  namespace: ${namespace}
spec:
  mtls:
    mode: ${mode}
`;
  const document = parseDocument(yaml);
  document.setIn(["spec", "mtls", "mode"], mode);
  return document.toString({ lineWidth: 0 });
}
