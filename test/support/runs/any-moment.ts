/** A machine that dies before any single write of a command: what was begun can be brought to its end. */
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, vi } from "vitest";
import { command, evenkeel } from "./command-line.ts";

const preload = fileURLToPath(new URL("state-at-each-write.cjs", import.meta.url));

/** Runs the command line in `cwd` and keeps what is in `x` before each write of its processes. */
async function statesOf(cwd: string, args: readonly string[]) {
  const states = join(cwd, "states");
  await mkdir(states);
  const env = { NODE_OPTIONS: `--require ${preload}`, STATES_OF: join(cwd, "x"), STATES: states };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { code, err } = await evenkeel(cwd, ...args).finally(() => vi.unstubAllEnvs());
  expect(code, err).toBe(0);
  return (await readdir(states)).toSorted().map((name) => join(states, name));
}

/** What is started, how a person goes on who finds the folder, and what must be the same at the end. */
export interface Case {
  readonly start: readonly string[];
  /** The arguments that go on, and the file of the folder from which on they do; else it is started again. */
  readonly resume: readonly string[];
  readonly begun: string;
  content(folder: string): Promise<unknown>;
}

/** Brings the folder `x` in `cwd` to its end from its state before each single write. */
export async function endFromEachState(
  cwd: string,
  { start, resume, begun, content }: Case,
): Promise<void> {
  const folder = join(cwd, "x");
  const states = await statesOf(cwd, start);
  expect(states.length).toBeGreaterThan(80);
  const expected = await content(folder);
  for (const state of states) {
    await rm(folder, { recursive: true, force: true });
    await cp(join(state, "state"), folder, { recursive: true }).catch(() => undefined);
    const names: readonly string[] = await readdir(folder).catch(() => []);
    const { code, err } = await command(cwd, ...(names.includes(begun) ? resume : start));
    const where = `before ${await readFile(join(state, "write"), "utf8")} (${state.slice(-4)})`;
    expect({ code, err: code === 0 ? "" : err }, where).toEqual({ code: 0, err: "" });
    expect(await content(folder), where).toEqual(expected);
  }
}

/** What of a run does not depend on the clock. */
export async function runContent(run: string) {
  const { status, counters } = JSON.parse(await readFile(join(run, "run.json"), "utf8"));
  const weights = await readFile(join(run, "checkpoints", "000001", "weights.safetensors"));
  const generator = await readFile(join(run, "generator.onnx"));
  return { status, counters, weights, generator, leftovers: await leftovers(run) };
}

/** What was left half-written in a folder. */
export const leftovers = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith(".tmp-"));
