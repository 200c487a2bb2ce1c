import { basename, extname } from "node:path";
import { EvenkeelError } from "../../../errors.ts";
import { readText, reasonOf } from "../../../files/index.ts";

/** The parts by their numbers in the list. */
const parts = ["train", "validation", "test"] as const;
/** A part of CelebA. */
export type CelebaPart = (typeof parts)[number];

/** The first line of lists as tables. */
const head = /^image_id,partition$/;

/**
 * Reads CelebA's list of parts: lines of a file name and 0 (train), 1 (validation) or 2 (test), with a space
 * between them; or a comma, below a line of titles.
 *
 * @returns the part of an image by its path; images have their names in the list, whatever their ending.
 * @throws EvenkeelError `DATA` for a list that is unreadable or has another line.
 */
export async function readPartition(
  path: string,
): Promise<(image: string) => CelebaPart | undefined> {
  const text = await readText(path).catch((error: unknown) => {
    throw new EvenkeelError("DATA", `celeba: cannot read ${path}: ${reasonOf(error)}`, {
      advice: "Make it readable, or take all images: --set data.split=all.",
      details: { path },
      cause: error,
    });
  });
  const found = new Map<string, CelebaPart>();
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((line, i) => {
      const plain = line.replaceAll('"', "").trim();
      if (plain === "" || (i === 0 && head.test(plain))) return;
      const [, name, number] = /^([^\s,]+)(?:\s+|,\s*)([012])$/.exec(plain) ?? [];
      if (name === undefined) throw badLine(path, i + 1, line);
      found.set(stemOf(name), parts[Number(number)] as CelebaPart);
    });
  return (image) => found.get(stemOf(basename(image)));
}

const stemOf = (name: string) => name.slice(0, name.length - extname(name).length);

function badLine(path: string, line: number, text: string): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `celeba: a line must be a file name and 0, 1 or 2, got ${JSON.stringify(text.slice(0, 40))} in ` +
      `line ${line} of ${path}`,
    { advice: "Get the list again; it has a line for each image.", details: { path, line } },
  );
}
