/**
 * Series (1-8; 9 is grey) of a version label, the same on every page: v1 is 1, v2 is 2, …. Labels without a number take
 * their place in `known`, the sorted versions of the service.
 */
export function versionSeries(version: string, known: readonly string[] = []): number {
  const numbered = /^v?(\d{1,3})$/.exec(version.trim())?.[1];
  if (numbered !== undefined) {
    const n = Number(numbered);
    return n >= 1 && n <= 8 ? n : 9;
  }
  const place = [...known].sort().indexOf(version);
  return place >= 0 && place < 8 ? place + 1 : 9;
}
