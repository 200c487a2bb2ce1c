import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { plainWords } from "./commands.ts";
import { arrayLimit, indexText, parseArrayLimit, parseQueue } from "./queue.ts";
import { newestTasks } from "./tasks.ts";

interface Recording {
  readonly recordings: readonly {
    readonly slurm: string;
    readonly squeue: string;
    readonly config: string;
    readonly refusal: string;
  }[];
}

/** What real commands printed of one array of eight: see scripts/golden/slurm-queue.sh. */
const { recordings } = JSON.parse(
  readFileSync(new URL("../../../test/golden/slurm-queue.json", import.meta.url), "utf8"),
) as Recording;

test.each(recordings)("Slurm $slurm is understood", ({ squeue, config, refusal }) => {
  const tasks = parseQueue(squeue);
  const stages = tasks.map(({ index, stage, state }) => [index, stage, state]);
  expect(stages.sort(([a], [b]) => Number(a) - Number(b))).toEqual([
    [1, "ended", "COMPLETED"],
    [2, "ended", "FAILED"],
    [3, "waiting", "PENDING"],
    [4, "running", "RUNNING"],
    [5, "running", "RUNNING"],
    [6, "waiting", "PENDING"],
    [8, "waiting", "PENDING"],
  ]);
  expect(tasks.find(({ index }) => index === 5)).toMatchObject({ nodes: "n1", reason: "" });
  expect(tasks.find(({ index }) => index === 6)).toMatchObject({
    array: "grid-3f9a2c1b-0001",
    nodes: "",
    reason: "JobArrayTaskLimit",
  });
  expect(parseArrayLimit(config)).toBe(1000);
  expect(plainWords("sbatch", refusal)).toBe(
    "invalid partition specified: nowhere; Batch job submission failed: Invalid partition name specified",
  );
});

test("a cluster of small arrays has smaller ones, one of large arrays a thousand", async () => {
  expect(await arrayLimit(async () => "MaxArraySize            = 101\n")).toBe(100);
  expect(parseArrayLimit("MaxArraySize = 4000001\n")).toBe(1000);
  expect(parseArrayLimit("")).toBe(1000);
});

test("indices are written as ranges", () => {
  expect(indexText([7, 1, 2, 3, 9, 8, 8])).toBe("1-3,7-9");
  expect(indexText([5])).toBe("5");
});

test("a run's task is that of the newest array it is in, even where that is forgotten", () => {
  const array = (name: string, runs: readonly string[]) => ({ name, runs, folder: name });
  const arrays = [array("a-1", ["x", "y", "z"]), array("a-2", ["z", "x"])];
  const queue = parseQueue(
    "9|1|PENDING|a-1||Priority\n9|3|RUNNING|a-1|n1|None\n4|1|RUNNING|a-2|n2|None\n",
  );
  const newest = newestTasks(arrays, queue);
  expect(newest.get("z")?.id).toBe("4_1");
  // x was handed over again, and that task is gone
  expect([...newest.keys()]).toEqual(["z"]);
});
