import { readFile } from "node:fs/promises";
import { EvenkeelError } from "../../../errors.ts";
import { reasonOf } from "../../../files/index.ts";

/** The parts by their numbers in `list_eval_partition.txt`. */
const parts = ["train", "validation", "test"] as const;
/** A part of CelebA. */
export type CelebaPart = (typeof parts)[number];

/**
 * Reads CelebA's list of parts: lines of a file name and 0 (train), 1 (validation) or 2 (test).
 *
 * @throws EvenkeelError `DATA` for a list that is missing, unreadable, or has another line.
 */
export async function readPartition(path: string): Promise<ReadonlyMap<string, CelebaPart>> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new EvenkeelError("DATA", `celeba: cannot read ${path}: ${reasonOf(error)}`, {
      advice:
        "Put the list that comes with CelebA there, or take all images: --set data.split=all.",
      details: { path },
      cause: error,
    });
  });
  const found = new Map<string, CelebaPart>();
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "") return;
    const [, name, number] = /^(\S+)\s+([012])\s*$/.exec(line) ?? [];
    if (name === undefined) throw badLine(path, i + 1, line);
    found.set(name, parts[Number(number)] as CelebaPart);
  });
  return found;
}

function badLine(path: string, line: number, text: string): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `celeba: a line must be a file name and 0, 1 or 2, got ${JSON.stringify(text.slice(0, 40))} in ` +
      `line ${line} of ${path}`,
    { advice: "Get the list again; it has a line for each image.", details: { path, line } },
  );
}
