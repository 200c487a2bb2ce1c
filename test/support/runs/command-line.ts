/** The built command line as a process of its own, for tests. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const main = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

/** A network so small that a step takes milliseconds. */
export const tiny = [
  "quickstart",
  ...["model.generatorChannels=32", "model.discriminatorChannels=4", "model.latentSize=16"],
  ...["batchSize=8", "data.count=100", "samples.rows=2", "samples.columns=2"],
].flatMap((text, i) => (i === 0 ? [text] : ["--set", text]));

/** A network of points in the plane; a step takes a millisecond and is logged. */
export const points = [
  "eight-gaussians",
  ...["model.generatorChannels=8", "model.discriminatorChannels=8", "nDis=1"],
  ...["batchSize=16", "samples.rows=2", "samples.columns=2", "sampleEvery=0", "logEvery=1"],
].flatMap((text, i) => (i === 0 ? [text] : ["--set", text]));

/** How a process ended. */
export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the command line in `cwd`; `started` is its process. */
export function start(cwd: string, ...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => {
    out += part;
  });
  child.stderr.on("data", (part) => {
    err += part;
  });
  const result = new Promise<Result>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, result, seen: () => out + err };
}

/** Runs the command line in `cwd` to its end. */
export function evenkeel(cwd: string, ...args: string[]): Promise<Result> {
  return start(cwd, ...args).result;
}

/** Waits for a condition. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What `run.json` of a run holds. */
export async function info(run: string) {
  return JSON.parse(await readFile(join(run, "run.json"), "utf8"));
}

/** What every refusal has in common: code 2, one message, no stack trace, nothing on stdout. */
export function expectRefusal({ code, out, err }: Result): void {
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: /m);
  expect(err).not.toMatch(/\n\s+at /);
}
