/** What a user wrote about a run: `studio.json` in its folder. */
import { join } from "node:path";
import { z } from "zod";
import { refusal } from "../../errors.ts";
import {
  listIssues,
  parseJson,
  readTextIfPresent,
  writeFileAtomically,
} from "../../files/index.ts";
import type { RunNotes } from "../api.ts";

/** The name of the file. */
export const NOTES_FILE = "studio.json";

const LONGEST = { tag: 60, note: 10_000, tags: 50 };

const notes = z.object({
  tags: z.array(z.string().trim().min(1).max(LONGEST.tag)).max(LONGEST.tags).default([]),
  note: z.string().max(LONGEST.note).default(""),
  archived: z.boolean().default(false),
});

const NONE: RunNotes = { tags: [], note: "", archived: false };

/** The notes of the run in a folder; none if there are none, or if they cannot be read. */
export async function readNotes(folder: string): Promise<RunNotes> {
  const text = await readTextIfPresent(join(folder, NOTES_FILE), "small").catch(() => undefined);
  const parsed = notes.safeParse(parseJson(text ?? ""));
  return parsed.success ? parsed.data : NONE;
}

/**
 * Writes the notes of the run in a folder.
 *
 * @param changes what to change; the rest stays.
 * @throws EvenkeelError `USAGE` for changes that are none, `DISK` if the disk refuses.
 */
export async function writeNotes(folder: string, changes: unknown): Promise<RunNotes> {
  const parsed = notes.strict().partial().safeParse(changes);
  if (!parsed.success) {
    throw refusal("USAGE", {
      where: "notes",
      rule: listIssues(parsed.error, changes),
      advice: `At most ${LONGEST.tags} tags of ${LONGEST.tag} characters, and a note of ${LONGEST.note}.`,
    });
  }
  const given = Object.keys(Object(changes) as object);
  const wanted = Object.entries(parsed.data).filter(([key]) => given.includes(key));
  const all = { ...(await readNotes(folder)), ...Object.fromEntries(wanted) };
  const result: RunNotes = { ...all, tags: [...new Set(all.tags)] };
  await writeFileAtomically(join(folder, NOTES_FILE), `${JSON.stringify(result, null, 2)}\n`);
  return result;
}
