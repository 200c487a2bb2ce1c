/** Sweeps on the built command line: real processes, killed, stopped, gone on with. */
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSweep, sweepStatus } from "../src/runs/index.ts";
import { evenkeel, expectRefusal, info, start, until } from "./command-line.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Two methods with two seeds; a step takes milliseconds. */
const SWEEP = `
base: quickstart
set:
  steps: 60
  checkpointEvery: 5
  logEvery: 10
  sampleEvery: 0
  batchSize: 8
  data.count: 100
  model: { generatorChannels: 32, discriminatorChannels: 4, latentSize: 16 }
  samples: { rows: 2, columns: 2 }
axes:
  - { key: discriminator.reparametrization.name, values: [sn, bssn] }
seeds: 2
`;
const names = ["sn-seed0", "bssn-seed0", "sn-seed1", "bssn-seed1"];

const folderOf = (cwd: string, name: string) => join(cwd, "s", "runs", name);
const checkpoints = (run: string) => readdir(join(run, "checkpoints")).catch(() => [] as string[]);

test("a sweep killed with all its processes, then stopped, ends as the single runs do", async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "s.yaml"), SWEEP);
  const first = start(cwd, "sweep", "s.yaml", "--out", "s", "--jobs", "2");
  const running = names.slice(0, 2).map((name) => folderOf(cwd, name));
  await until(async () => {
    const saved = await Promise.all(running.map(checkpoints));
    const begun = running.every((run) => existsSync(join(run, "run.json")));
    return begun && saved.some((steps) => steps.length > 0);
  });
  first.child.kill("SIGKILL");
  await first.result;
  for (const run of running) {
    const { status, process: writer } = await info(run);
    if (status === "running") process.kill(writer.pid, "SIGKILL");
  }
  const counts = async () => {
    const found = (await sweepStatus(await openSweep(join(cwd, "s")))).map(({ state }) => state);
    return Object.fromEntries(
      found.map((state) => [state, found.filter((one) => one === state).length]),
    );
  };
  await until(async () => (await counts()).running === undefined);
  expect(await counts()).toEqual({ interrupted: 2, queued: 2 });

  const second = start(cwd, "sweep", "resume", "s", "--jobs", "1");
  await until(async () => (await info(folderOf(cwd, names[0]!))).attempt === 2);
  second.child.kill("SIGINT");
  const { code, out: told } = await second.result;
  expect(code).toBe(130);
  expect(told).toContain("npx evenkeel sweep resume s\n");
  expect(await counts()).toEqual({ stopped: 1, interrupted: 1, queued: 2 });

  const third = await evenkeel(cwd, "sweep", "resume", "s");
  expect(third.code).toBe(0);
  expect(third.out).toMatch(/^sweep s: 4 runs: 4 done$/m);
  const read = (...path: string[]) => readFile(join(cwd, ...path));
  const singles = ["sn", "bssn"].map(async (method) => {
    const config = `s/configs/${method}-seed0.yaml`;
    await evenkeel(cwd, "train", config, "--seeds", "2", "--out", method);
    for (const seed of [0, 1]) {
      const name = `${method}-seed${seed}`;
      const weights = "checkpoints/000060/weights.safetensors";
      const [mine, single] = [
        await read("s/runs", name, weights),
        await read(method, `seed-${seed}`, weights),
      ];
      expect(mine.equals(single), name).toBe(true);
      const configs = [
        await read("s/configs", `${name}.yaml`),
        await read("s/runs", name, "config.yaml"),
      ];
      expect(String(configs[0])).toBe(String(configs[1]));
    }
  });
  await Promise.all(singles);

  const { out } = await evenkeel(cwd, "sweep", "collect", "s", "--where", "reparametrization=bssn");
  expect(out).toMatch(/^ {2}bssn +2 /m);
  expect(out).not.toMatch(/^ {2}sn /m);
  expect(await readdir(join(cwd, "s"))).toEqual([
    "configs",
    "logs",
    "marks",
    "results.csv",
    "results.json",
    "runs",
    "sweep.json",
    "sweep.yaml",
  ]);
}, 180_000);

test("runs are refused, cancelled and begun again, each with a line", async () => {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, "s.yaml"), `${SWEEP}\nrunName: "{reparametrization}{seed}"\n`);
  const nowhere = ["--set", "data.name=folder", "--set", "data.path=nowhere"];
  const { code, out } = await evenkeel(
    cwd,
    "sweep",
    "s.yaml",
    "--out",
    "s",
    "--seeds",
    "1",
    ...nowhere,
  );
  expect(code).toBe(1);
  expect(out).toMatch(
    /^sweep s: 2 runs: 2 failed\n {2}sn0 +failed +step 0\/60 +folder: cannot read/m,
  );
  const cancel = await evenkeel(cwd, "sweep", "cancel", "s");
  expect(cancel.out).toBe("cancelled 0 of 2 runs\n");
  expectRefusal(await evenkeel(cwd, "sweep", "s.yaml", "--out", "s"));
  expectRefusal(await evenkeel(cwd, "sweep", "status", "s", "--where", "sed=1"));
  expectRefusal(await evenkeel(cwd, "sweep"));
});
