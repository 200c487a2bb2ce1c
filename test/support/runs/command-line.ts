/** The built command line, as a process of its own or in the test's process. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { expect, vi } from "vitest";
import { built, builtUrl } from "./built.ts";

const main = fileURLToPath(builtUrl("cli/main"));

/** `--set` for each of the settings. */
export const set = (...settings: readonly string[]): string[] =>
  settings.flatMap((setting) => ["--set", setting]);

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

/** Runs the command line in `cwd` to its end, as a process of its own. */
export function evenkeel(cwd: string, ...args: string[]): Promise<Result> {
  return start(cwd, ...args).result;
}

/**
 * Runs the command line in `cwd` to its end in the test's own process, which saves the start of a process.
 * For answers and refusals, where the process itself isn't tested. One at a time: the working folder and
 * the output streams belong to the whole process.
 */
export async function command(cwd: string, ...args: string[]): Promise<Result> {
  const { createProgram } =
    await built<typeof import("../../../src/cli/program.ts")>("cli/program");
  const { fail } = await built<typeof import("../../../src/cli/shared/fail.ts")>("cli/shared/fail");
  const before = { cwd: process.cwd(), exitCode: process.exitCode };
  const text = { out: "", err: "" };
  const collect = (stream: "out" | "err") => (chunk: unknown) => {
    text[stream] += chunk;
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(collect("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(collect("err")),
    vi
      .spyOn(console, "log")
      .mockImplementation((...line) => collect("out")(`${format(...line)}\n`)),
    vi
      .spyOn(console, "error")
      .mockImplementation((...line) => collect("err")(`${format(...line)}\n`)),
  ];
  process.exitCode = undefined;
  process.chdir(cwd);
  try {
    await createProgram().parseAsync(args, { from: "user" }).catch(fail);
    return { code: Number(process.exitCode ?? 0), signal: null, ...text };
  } finally {
    process.chdir(before.cwd);
    process.exitCode = before.exitCode;
    for (const spy of spies) spy.mockRestore();
  }
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
