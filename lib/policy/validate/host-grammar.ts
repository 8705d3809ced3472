const LABEL = /^[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?$/;

/** Why a text is no host name (RFC 1123 labels, one leading `*.` or `*-suffix` allowed); null when it is one. Source: istio ValidateWildcardDomain. */
export function hostFault(host: string): string | null {
  if (host === "") return "is empty";
  if (host.length > 253) return `has ${host.length} characters, a host name has at most 253`;
  if (/\s/.test(host)) return "holds white space";
  if (host.includes("://")) return "is a URL; a host has no scheme";
  if (host.includes("/")) return "holds a path; a host has none";
  if (/:\d+$/.test(host)) return "holds a port; ports have a field of their own";
  const [first = "", ...rest] = host.split(".");
  const labels = first.startsWith("*") ? rest : [first, ...rest];
  if (first.startsWith("*") && first.length > 1 && !LABEL.test(first.slice(1).replace(/^-/, ""))) {
    return `has the label ${JSON.stringify(first)}`;
  }
  const bad = labels.find((label) => !LABEL.test(label));
  if (bad === undefined) return null;
  return bad.includes("*") ? "has a * that is not at its beginning" : `has the label ${JSON.stringify(bad)}`;
}
