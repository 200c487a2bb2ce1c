/** Runs ranges of inputs in processes, and goes on behind an input that ends or hangs one. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Done, Found, Range, WorkerLine } from "./range.ts";

/** Seconds without progress after which a process hangs: a slow machine takes its time, an input has one. */
const HANGS_AFTER = 60;
const WORKER = fileURLToPath(new URL("./worker.js", import.meta.url));

/** What a range came to. */
export interface RangeResult extends Done {
  readonly found: readonly Found[];
}

/**
 * Runs a range.
 *
 * @param onInputs told how many inputs more have been given.
 */
export async function runRange(
  range: Range,
  onInputs: (count: number) => void,
): Promise<RangeResult> {
  const found: Found[] = [];
  let total: Done = { read: 0, refused: 0, peak: 0, seconds: 0 };
  for (let { from } = range; from < range.to; ) {
    const { lines, end, at } = await runProcess({ ...range, from }, onInputs);
    for (const line of lines) {
      if ("found" in line) found.push(line.found);
      else {
        const { read, refused, peak, seconds } = line.done;
        total = {
          read: total.read + read,
          refused: total.refused + refused,
          peak: Math.max(total.peak, peak),
          seconds: total.seconds + seconds,
        };
      }
    }
    if (end === undefined) break;
    found.push({ reader: range.reader, index: at, bytes: 0, why: end });
    from = at + 1;
  }
  return { ...total, found };
}

/** Runs a process to its end; `end` says how, and `at` at which input, where that was not its last. */
async function runProcess(
  range: Range,
  onInputs: (count: number) => void,
): Promise<{ lines: readonly WorkerLine[]; end: string | undefined; at: number }> {
  const lines: WorkerLine[] = [];
  const child = spawn(process.execPath, [WORKER, JSON.stringify(range)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line)));
  let told = "";
  child.stderr.on("data", (part: Buffer) => {
    told = (told + part.toString()).slice(-2000);
  });
  let [at, since, hangs] = [range.from - 1, Date.now(), false];
  const watch = setInterval(() => {
    const now = inputAt(range.progress) ?? at;
    if (now !== at) {
      onInputs(now - at);
      [at, since] = [now, Date.now()];
    } else if (Date.now() - since > 1000 * HANGS_AFTER) {
      hangs = true;
      child.kill("SIGKILL");
    }
  }, 200);
  const end = await ended(child);
  clearInterval(watch);
  const last = inputAt(range.progress) ?? at;
  onInputs(last - at);
  if (lines.some((line) => "done" in line) && end === "exit 0")
    return { lines, end: undefined, at };
  const reason = told.split("\n").find((line) => /Error|FATAL|Assert/.test(line)) ?? "";
  const why = hangs ? `hung for ${HANGS_AFTER} s` : `ended the process (${end}) ${reason}`;
  return { lines, end: why, at: Math.max(last, range.from) };
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => resolve(signal ?? `exit ${status}`));
  });
}

function inputAt(progress: string): number | undefined {
  try {
    const index = Number.parseInt(readFileSync(progress, "utf8"), 10);
    return Number.isNaN(index) ? undefined : index;
  } catch {
    return undefined;
  }
}
