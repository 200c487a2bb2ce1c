/** What a search for a scale leaves and prints. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type JsonLine, readJsonLines } from "../../../src/files/json-lines.ts";

/** What `scale.json` of a search in `cwd` holds. */
export const scaleOf = async (cwd: string, folder: string) =>
  JSON.parse(await readFile(join(cwd, folder, "scale.json"), "utf8"));
/** The records of a run of a search in `cwd`. */
export const recordsOf = (cwd: string, folder: string, run: string): Promise<readonly JsonLine[]> =>
  readJsonLines(join(cwd, folder, "sweep", "runs", run, "metrics.jsonl"));
/** Lines of more than 80 columns that are no command to copy. */
export const linesTooLong = (out: string) =>
  out.split("\n").filter((line) => line.length > 80 && !line.startsWith("  npx "));
