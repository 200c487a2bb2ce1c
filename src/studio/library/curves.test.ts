import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { appendRecords, writtenRun } from "../../../test/support/runs/written-run.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { createColumns } from "./columns.ts";
import { type CurveRequest, curvesOf } from "./curves.ts";
import type { RunEntry } from "./entry.ts";
import { followLines } from "./follow-lines.ts";
import { createRecordStore } from "./records.ts";

/** Ten records of a measure; the fourth is not finite, and every fifth has another measure. */
function ten() {
  const columns = createColumns();
  columns.add(
    Array.from({ length: 10 }, (_, i) => ({
      ...{ gStep: i + 1, images: 32 * (i + 1), time: i / 2 },
      "loss/d": i === 3 ? "NaN" : i,
      ...((i + 1) % 5 === 0 && { "evaluate/fid": 100 - i }),
    })),
  );
  return columns;
}

describe("curves", () => {
  test("of few records are exact, with gaps where there is no value", () => {
    const { x, curves, perPoint, groups } = curvesOf(ten(), { axis: "gStep", points: 10 });
    expect({ x, perPoint }).toEqual({ x: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], perPoint: 1 });
    expect(curves["loss/d"]).toEqual({ group: "loss", y: [0, 1, 2, null, 4, 5, 6, 7, 8, 9] });
    expect(curves["evaluate/fid"]?.y.filter((y) => y !== null)).toEqual([96, 91]);
    expect(groups.loss?.title).toBe("losses");
  });

  test("of many are means with their least and greatest, so that no spike is lost", () => {
    const { x, curves, perPoint } = curvesOf(ten(), { axis: "images", points: 3 });
    expect({ x, perPoint }).toEqual({ x: [128, 256, 320], perPoint: 4 });
    expect(curves["loss/d"]).toEqual({
      group: "loss",
      y: [1, 5.5, 8.5],
      low: [0, 4, 8],
      high: [2, 7, 9],
    });
  });

  test("of a range are exact where it has few records", () => {
    const range = { axis: "time", points: 4, from: 1, to: 2 } as const;
    expect(curvesOf(ten(), range)).toMatchObject({ x: [1, 1.5, 2], perPoint: 1 });
    expect(curvesOf(ten(), { ...range, from: 99, to: undefined }).x).toEqual([]);
  });

  test("records of one step are one", () => {
    const columns = createColumns();
    columns.add([
      { gStep: 1, time: 1, "loss/d": 5 },
      { gStep: 1, time: 1, "loss/g": 6 },
      { other: 1 },
    ]);
    expect(columns.length).toBe(1);
    expect([...columns.measures]).toEqual([
      ["loss/d", [5]],
      ["loss/g", [6]],
    ]);
  });
});

const all = { axis: "gStep", points: 40 } as const;

describe("a long run", () => {
  /** A store that takes every run for a long one: it reads parts of at most 1000 bytes as a whole. */
  async function long() {
    const run = join(await temporaryFolder(), "run");
    await writtenRun(run, 5000);
    const entry = { id: "run", folder: run } as RunEntry;
    return (request: Partial<CurveRequest>) =>
      createRecordStore(1000).records(entry, { ...all, ...request });
  }

  test("is read at places that are evenly spread", async () => {
    const { columns, every } = await (await long())({});
    const steps = columns.axes.gStep;
    expect(steps).toHaveLength(40);
    expect(steps[0]).toBe(1);
    const gaps = steps.slice(1).map((step, i) => step - steps[i]!);
    // lines of later steps are longer by some digits
    expect(Math.min(...gaps)).toBeGreaterThan(90);
    expect(Math.max(...gaps)).toBeLessThan(160);
    expect(every).toBeGreaterThan(110);
    expect(every).toBeLessThan(140);
  });

  test.each([
    ["gStep", 2000, 2008, [2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008]],
    ["images", 32 * 7, 32 * 9.5, [7, 8, 9]],
    ["time", 0, 0.5, [1, 2]],
    ["gStep", 4999, 9000, [4999, 5000]],
    ["gStep", 1, 1, [1]],
    ["gStep", 7000, 9000, []],
  ] as const)("of a small range has all records: %s %d to %d", async (axis, from, to, steps) => {
    const { columns, every } = await (await long())({ axis, from, to });
    expect(columns.axes.gStep).toEqual(steps);
    expect(every).toBe(1);
  });

  test("of a large range stays within it", async () => {
    const { columns } = await (await long())({ from: 1000, to: 3000 });
    const steps = columns.axes.gStep;
    expect(steps).toHaveLength(40);
    expect(steps[0]).toBe(1000);
    expect(steps.at(-1)).toBeLessThanOrEqual(3000);
    expect(steps.at(-1)).toBeGreaterThan(2900);
  });
});

test("what is no record in a long file is passed over", async () => {
  const run = join(await temporaryFolder(), "run");
  const { files } = await writtenRun(run, 40);
  await writeFile(files.metrics, "no record\n".repeat(20_000), { flag: "a" });
  const entry = { id: "run", folder: run } as RunEntry;
  const { columns } = await createRecordStore(1000).records(entry, { ...all, points: 2000 });
  expect(columns.axes.gStep.length).toBeGreaterThan(10);
  expect(columns.axes.gStep.every((step, i, steps) => i === 0 || step > steps[i - 1]!)).toBe(true);
});

describe("a file that is followed", () => {
  test("is read on from where it ended; half a line waits for its rest", async () => {
    const path = join(await temporaryFolder(), "lines.jsonl");
    const lines = followLines(path);
    expect(await lines.next()).toEqual({ records: [], replaced: false });
    await writeFile(path, '{"a":1}\n{"a":');
    expect((await lines.next()).records).toEqual([{ a: 1 }]);
    await writeFile(path, "2}\nno JSON\n[]\n", { flag: "a" });
    expect((await lines.next()).records).toEqual([{ a: 2 }]);
    expect((await lines.next()).records).toEqual([]);
  });

  test("that is replaced by a shorter one is read anew", async () => {
    const run = join(await temporaryFolder(), "run");
    const { files } = await writtenRun(run, 6);
    const store = createRecordStore();
    const entry = { id: "run", folder: run } as RunEntry;
    const steps = async () => (await store.records(entry, all)).columns.axes.gStep;
    expect(await steps()).toEqual([1, 2, 3, 4, 5, 6]);
    await writeFile(files.metrics, "");
    await appendRecords(run, 1, 3);
    expect(await steps()).toEqual([1, 2, 3]);
  });

  test("can be begun near its end, with the first whole line", async () => {
    const path = join(await temporaryFolder(), "lines.jsonl");
    await writeFile(path, Array.from({ length: 100 }, (_, i) => `{"a":${i}}\n`).join(""));
    const { records } = await followLines(path, 25).next();
    expect(records).toEqual([{ a: 98 }, { a: 99 }]);
  });
});
