/** Experiments and sweeps on a machine that dies before any single write: they can be brought to their end. */
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { command, evenkeel, set } from "./support/runs/command-line.ts";
import { points } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

// more than a hundred of each are brought to their end
vi.setConfig({ testTimeout: 1_800_000 });

const preload = fileURLToPath(new URL("support/runs/state-at-each-write.cjs", import.meta.url));

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
interface Case {
  readonly start: readonly string[];
  /** The arguments that go on, and the file of the folder from which on they do; else it is started again. */
  readonly resume: readonly string[];
  readonly begun: string;
  content(folder: string): Promise<unknown>;
}

async function endFromEachState(
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
async function runContent(run: string) {
  const { status, counters } = JSON.parse(await readFile(join(run, "run.json"), "utf8"));
  const weights = await readFile(join(run, "checkpoints", "000001", "weights.safetensors"));
  const generator = await readFile(join(run, "generator.onnx"));
  return { status, counters, weights, generator, leftovers: await leftovers(run) };
}

const leftovers = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith(".tmp-"));

test("an experiment of two seeds", async () => {
  const cwd = await temporaryFolder();
  const short = set("steps=1", "checkpointEvery=1", "instruments.every=0");
  await endFromEachState(cwd, {
    start: ["train", ...points, ...short, "--seeds", "2", "--out", "x", "--no-report"],
    resume: ["train", "--resume", "x", "--no-report"],
    begun: "experiment.json",
    async content(folder) {
      const runs = [0, 1].map((seed) => runContent(join(folder, `seed-${seed}`)));
      const summary = JSON.parse(await readFile(join(folder, "summary.json"), "utf8"));
      return { runs: await Promise.all(runs), summary, leftovers: await leftovers(folder) };
    },
  });
});

test("a sweep of two runs", async () => {
  const cwd = await temporaryFolder();
  await writeFile(
    join(cwd, "s.yaml"),
    `
base: eight-gaussians
set:
  steps: 1
  batchSize: 16
  nDis: 1
  logEvery: 1
  sampleEvery: 0
  instruments: { every: 0 }
  model: { generatorChannels: 8, discriminatorChannels: 8 }
  samples: { rows: 2, columns: 2 }
axes: [{ key: discriminator.reparametrization.name, values: [none, sn] }]
`,
  );
  await endFromEachState(cwd, {
    start: ["sweep", "s.yaml", "--out", "x", "--jobs", "1"],
    resume: ["sweep", "resume", "x"],
    begun: "sweep.json",
    async content(folder) {
      const names = (await readdir(join(folder, "runs"))).toSorted();
      const runs = names.map((name) => runContent(join(folder, "runs", name)));
      const { code } = await command(cwd, "sweep", "collect", "x");
      return { names, runs: await Promise.all(runs), code, leftovers: await leftovers(folder) };
    },
  });
});
