import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openJsonLines, readJsonLines } from "../../files/json-lines.ts";
import { newestSoundCheckpoint } from "./checkpoints.ts";
import { cleanCheckpoints, listCheckpoints } from "./files.ts";

/** Writes records and checkpoints of 4 MiB as fast as it can, until it is killed. */
const WRITER = `
import { writeCheckpoint } from "./checkpoints.ts";
import { openJsonLines } from "../../files/json-lines.ts";

const [folder, metrics] = process.argv.slice(2);
const lines = await openJsonLines(metrics);
for (let gStep = 1; ; gStep++) {
  for (let i = 0; i < 50; i++) lines.append({ gStep, i, filling: "x".repeat(500) });
  const data = new Float32Array(1 << 20).fill(gStep);
  // Every other checkpoint replaces the one before.
  const counters = { gStep: Math.ceil(gStep / 2), dStep: gStep, images: gStep };
  const tensors = new Map([["weight", { dtype: "float32", shape: [data.length], data }]]);
  await writeCheckpoint(
    folder,
    { counters, architecture: "a", streams: {}, shuffle: null, sections: {}, tensors },
    2,
  );
  process.stdout.write(".");
}`;

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  const here = fileURLToPath(new URL(".", import.meta.url));
  const source = WRITER.replaceAll(/"(\.\.?\/[^"]+)"/g, (_, path) => `"${join(here, path)}"`);
  await writeFile(join(folder, "writer.ts"), source);
  await build({
    root: folder,
    logLevel: "silent",
    configFile: false,
    ssr: { noExternal: true },
    build: { ssr: "writer.ts", outDir: "out", rolldownOptions: { output: { format: "esm" } } },
  });
  program = join(folder, "out", "writer.js");
});
afterAll(() => rm(folder, { recursive: true }));

test("a process killed at any moment leaves a sound newest checkpoint and whole records", async () => {
  for (let round = 0; round < 8; round++) {
    const checkpoints = await mkdtemp(join(folder, "checkpoints-"));
    const metrics = join(folder, `metrics-${round}.jsonl`);
    const writer = spawn(process.execPath, [program, checkpoints, metrics], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(writer.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, 40 + 23 * round));
    writer.kill("SIGKILL");
    await once(writer, "exit");

    await cleanCheckpoints(checkpoints);
    const { checkpoint, damaged } = await newestSoundCheckpoint(checkpoints);
    expect(damaged).toEqual([]);
    const weight = checkpoint?.tensors.get("weight")?.data as Float32Array;
    expect(new Set(weight)).toEqual(new Set([checkpoint?.counters.dStep]));
    const steps = await listCheckpoints(checkpoints);
    expect(await readdir(checkpoints)).toHaveLength(steps.length);

    (await openJsonLines(metrics)).close();
    const records = await readJsonLines(metrics);
    expect(await readFile(metrics, "utf8")).toMatch(/}\n$/);
    expect(records.map(({ gStep, i }) => 50 * ((gStep as number) - 1) + (i as number))).toEqual(
      records.map((_, index) => index),
    );
  }
});
