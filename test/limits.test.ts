/** Numbers that are far too large: refused at once, with the reason. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { command, expectRefusal, set } from "./support/runs/command-line.ts";
import { trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();
beforeAll(() => trainTiny(join(cwd, "run"), "steps=1"));

const dry = (...settings: string[]) => ["train", "quickstart", "--dry-run", ...set(...settings)];

test.each([
  [["sample", "run", "--count", "1e9"], "at most 1000000: each is a file or a part of a picture"],
  [["sample", "run", "--count", "1e6", "--out", "a.png"], "a picture must have at most"],
  [["sample", "run", "--count", "1e6", "--interpolate"], "memory"],
  [["evaluate", "run", "--fake-count", "1e12"], "each passes through a network"],
  [["evaluate", "run", "--real-count", "1e12"], "each passes through a network"],
  [["analyze", "run", "--images", "1e9"], "at most 4096: they pass"],
  [["metrics", "--subsets", "1e9"], "each takes as long as the first"],
  [["bench", "--iterations", "1e9"], "at most 10000: each takes"],
  [["bench", "--rounds", "1e9"], "at most 1000: each takes"],
  [["bench", "--threads", "1e6"], "32 for each core here"],
  [["train", "quickstart", "--seeds", "1e9"], "each is a run with a folder"],
  [["sweep", "quickstart", "--seeds", "1e9"], "each is a run with a folder"],
  [["sweep", "quickstart", "--seeds", "2", "--jobs", "1e9"], "each is a process"],
  [["claim", "run", "spectra", "--seeds", "1e9"], "each is a run with a folder"],
  [["tune-scale", "quickstart", "--seeds", "1e9"], "each is a run with a folder"],
  [["tune-scale", "quickstart", "--steps", "1e15"], "they take 12 days"],
  [["sweep", "resume", "run", "--hours", "1e999"], "a number above 0"],
  [["data", "check", "ring", "--count", "1e10"], "held in memory"],
  [dry("steps=1e15"), "must be a whole number in [1, 1000000000] (at a thousand steps"],
  [dry("data.count=1e10"), "are held in memory), got 10000000000"],
  [dry("data.size=1e9"), "data.size: must be a whole number in [8, 1024]"],
  [dry("batchSize=1e9"), "batchSize: must be a whole number in [1, 65536]"],
  [dry("threads=1024"), "32 for each core here"],
  [dry("discriminator.reparametrization.iterations=1e9"), "a part of the graph"],
  [
    dry("samples.rows=64", "samples.columns=64", "data.size=256"),
    "samples.rows: must be at most 32",
  ],
  [
    dry("data.size=1024", "model.generatorChannels=8192", "model.latentSize=65536"),
    "a training step must fit into",
  ],
  [
    ["train", "quickstart", "--seeds", "3", ...set("seed=9007199254740991", "steps=1")],
    "seed: must be at most 9007199254740989 for 3 seeds",
  ],
])("%j", async (args, text) => {
  const { code, out, err } = await command(cwd, ...args);
  expectRefusal({ code, out, signal: null, err });
  expect(err).toContain(text);
  expect(await readdir(cwd)).toEqual(["run"]);
});
