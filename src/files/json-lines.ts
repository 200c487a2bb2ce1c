/** Files with one JSON object per line, which grow while a run trains. */
import { refusal } from "../errors.ts";
import { parseJson } from "../json.ts";
import { openForAppending } from "./append-file.ts";
import { readTextIfPresent, writeFileAtomically } from "./files.ts";

/** One record: the object on one line. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** A JSON lines file that is open for appending. */
export interface JsonLinesWriter {
  /**
   * Appends records as whole lines in one write: if the process is killed, all of them are there or none.
   *
   * Numbers that JSON cannot represent become the texts "NaN", "Infinity" and "-Infinity".
   *
   * @throws EvenkeelError `DISK` if the disk refuses; the file then ends with the line before them.
   */
  append(...records: readonly JsonLine[]): void;
  /** Flushes to disk and closes the file. */
  close(): void;
}

/** Where a resumed run continues: records with `record[key] > last` are dropped. */
export interface Cut {
  readonly key: string;
  readonly last: number;
}

/**
 * Opens a file of JSON lines for appending; creates it if it does not exist.
 *
 * A torn last line, left by a process that died while writing, is dropped. With `cut`, the records after
 * that step are dropped too, since a resumed run writes them again; records without the key stay. The file
 * is then always replaced by a new one, so that a process that still has the old one open cannot write
 * to it.
 *
 * @throws EvenkeelError `DISK` if the disk refuses; `DATA` for a broken line other than the last.
 */
export async function openJsonLines(path: string, cut?: Cut): Promise<JsonLinesWriter> {
  await repair(path, cut);
  return appendJsonLines(path);
}

/** Opens or creates a file of JSON lines for appending, without repairing it. */
export function appendJsonLines(path: string): JsonLinesWriter {
  const file = openForAppending(path);
  return {
    append(...records) {
      const lines = records.map((record) => `${JSON.stringify(record, nameNumber)}\n`);
      file.append(Buffer.from(lines.join("")));
    },
    close: file.close,
  };
}

/**
 * Reads a file of JSON lines without a torn last line; a missing file has no records.
 *
 * @throws EvenkeelError `DATA` with the line number for a broken line other than the last.
 */
export async function readJsonLines(path: string): Promise<readonly JsonLine[]> {
  return parseLines(path, (await readTextIfPresent(path)) ?? "").map(({ record }) => record);
}

async function repair(path: string, cut: Cut | undefined): Promise<void> {
  const text = await readTextIfPresent(path);
  if (text === undefined) return;
  const kept = parseLines(path, text).filter(({ record }) => {
    const step = cut && record[cut.key];
    return !(cut && typeof step === "number" && step > cut.last);
  });
  const repaired = kept.map(({ line }) => `${line}\n`).join("");
  if (cut !== undefined || repaired !== text) await writeFileAtomically(path, repaired);
}

function parseLines(path: string, text: string): { line: string; record: JsonLine }[] {
  const lines = text.split("\n");
  // Text after the last line break was not completed, even if it happens to be valid JSON.
  lines.pop();
  return lines.flatMap((line, index) => {
    const record = parseRecord(line);
    if (record !== undefined) return [{ line, record }];
    if (index === lines.length - 1) return [];
    throw refusal("DATA", {
      where: `${path}, line ${index + 1}`,
      rule: "a line must be a JSON object",
      advice: "Remove this line from the file.",
      details: { path, line: index + 1 },
    });
  });
}

function parseRecord(line: string): JsonLine | undefined {
  const value = parseJson(line);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonLine)
    : undefined;
}

function nameNumber(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
