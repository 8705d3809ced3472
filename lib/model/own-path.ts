/**
 * Whether a text is the address of a page of the console itself. Browsers drop tabs and line ends and read a backslash as a slash
 * (WHATWG URL, 4.4), so `/\t/evil.example` would lead elsewhere: only printable ASCII without a backslash is taken.
 */
export function isOwnPath(path: string | undefined): path is string {
  if (path === undefined || !/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(path)) return false;
  return !path.startsWith("/api/") && !path.startsWith("/sign-in");
}
