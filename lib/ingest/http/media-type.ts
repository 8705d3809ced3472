/** The media type of a Content-Type header, lower case, without parameters; "" when absent. */
export function mediaType(header: string | undefined): string {
  return (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** One parameter of a Content-Type header, "" when absent. */
export function mediaParameter(header: string | undefined, name: string): string {
  for (const part of (header ?? "").split(";").slice(1)) {
    const [key, value = ""] = part.split("=");
    if (key?.trim().toLowerCase() === name) return value.trim().replace(/^"|"$/g, "");
  }
  return "";
}
