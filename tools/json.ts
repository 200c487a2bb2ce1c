import { readTextIfPresent } from "evenkeel/files";

/** Reads a JSON file; `undefined` if there is none. */
export async function readJsonIfPresent(path: string): Promise<unknown> {
  const text = await readTextIfPresent(path);
  return text === undefined ? undefined : JSON.parse(text);
}
