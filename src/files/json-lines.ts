/** Files of one JSON object a line, which grow while a run goes on. */
import { EvenkeelError } from "../errors.ts";
import { openForAppending } from "./append-file.ts";
import { readTextIfPresent, writeFileAtomically } from "./files.ts";

/** One record: what a line holds. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** An open file of JSON lines. */
export interface JsonLinesWriter {
  /**
   * Appends records as whole lines, all of them at once: a killed process leaves all or none.
   *
   * Numbers that JSON has no word for become the texts "NaN", "Infinity" and "-Infinity".
   *
   * @throws EvenkeelError `DISK` if the disk refuses; the file then ends with the line before them.
   */
  append(...records: readonly JsonLine[]): void;
  /** Flushes to the disk and closes. */
  close(): void;
}

/** Where a resumed run goes on: records with `record[key] > last` are dropped. */
export interface Cut {
  readonly key: string;
  readonly last: number;
}

/**
 * Opens a file of JSON lines for appending; creates it if there is none.
 *
 * A torn last line, left by a process that died while writing, is dropped. With `cut`, so are the
 * records after a step (a resumed run writes them again), and records without this key stay; the file is
 * then a new one in any case, so that what another process has open is no longer it.
 *
 * @throws EvenkeelError `DISK` if the disk refuses; `DATA` for a broken line that is not the last.
 */
export async function openJsonLines(path: string, cut?: Cut): Promise<JsonLinesWriter> {
  await repair(path, cut);
  return appendJsonLines(path);
}

/** Opens a file of whole JSON lines, or a new one, for appending; nothing is repaired. */
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
 * Reads a file of JSON lines; a torn last line is left out, a missing file has none.
 *
 * @throws EvenkeelError `DATA` for a broken line that is not the last, with its number.
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
  // What follows the last line break was not finished, even if it happens to be JSON.
  lines.pop();
  return lines.flatMap((line, index) => {
    const record = parseRecord(line);
    if (record !== undefined) return [{ line, record }];
    if (index === lines.length - 1) return [];
    throw new EvenkeelError("DATA", `${path}, line ${index + 1}: a line must be a JSON object`, {
      advice: "Remove this line from the file.",
    });
  });
}

function parseRecord(line: string): JsonLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonLine)
      : undefined;
  } catch {
    return undefined;
  }
}

function nameNumber(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
