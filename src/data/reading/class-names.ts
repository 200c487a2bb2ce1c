import { readText } from "../../files/index.ts";

/** The names of the classes in a set's own list, one a line; the built-in ones if it is missing or has another length. */
export async function readClassNames(
  path: string,
  builtIn: readonly string[],
): Promise<{ readonly names: readonly string[]; readonly notes: readonly string[] }> {
  const text = await readText(path).catch(() => undefined);
  if (text === undefined) return { names: builtIn, notes: [] };
  const names = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (names.length === builtIn.length) return { names, notes: [] };
  const note = `${path} has ${names.length} class names, not ${builtIn.length}; the built-in names are used.`;
  return { names: builtIn, notes: [note] };
}
