const YAML = /^(application|text)\/(x-)?yaml$/;

/** Whether an Accept header wants YAML rather than JSON; what is named beats a wildcard (RFC 9110, 12.5.1). */
export function prefersYaml(accept: string | null): boolean {
  let yaml = 0;
  let json = 0;
  let wildcard = 0;
  for (const part of (accept ?? "").split(",")) {
    const [type = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
    const quality = Number(parameters.find((piece) => piece.startsWith("q="))?.slice(2) ?? 1);
    if (YAML.test(type)) yaml = Math.max(yaml, quality);
    else if (type === "application/json") json = Math.max(json, quality);
    else if (type === "application/*" || type === "*/*") wildcard = Math.max(wildcard, quality);
  }
  return yaml > json && yaml >= wildcard;
}
