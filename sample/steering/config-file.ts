import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { CONFIG_KINDS, type ConfigKey } from "@/lib/model/config-object";

/** One Istio object of sample/config, its text as written. */
export interface ConfigFile {
  key: ConfigKey;
  yaml: string;
}

const Head = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
});

/** The key of an object's text. Throws when the text names no kind that the control plane stores. */
export function toConfigFile(yaml: string): ConfigFile {
  const { apiVersion, kind, metadata } = Head.parse(parse(yaml));
  const known = CONFIG_KINDS.find((one) => one.kind === kind && `${one.group}/${one.version}` === apiVersion);
  if (!known) throw new Error(`${apiVersion} ${kind} is not a kind the control plane stores`);
  const { group, version, plural } = known;
  return { key: { group, version, plural, namespace: metadata.namespace, name: metadata.name }, yaml };
}

/** All objects in a folder, one a file; DestinationRules first, so that subsets exist before routes name them. */
export async function readConfigFiles(dir: string): Promise<ConfigFile[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith(".yaml")).sort();
  const files = await Promise.all(names.map(async (name) => toConfigFile(await readFile(join(dir, name), "utf8"))));
  return files.sort((a, b) => a.key.plural.localeCompare(b.key.plural));
}
