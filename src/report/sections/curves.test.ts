import { expect, test } from "vitest";
import type { ReportedRun, Subject } from "../subjects.ts";
import { curveCharts } from "./curves.ts";

/** A subject whose only run has these records. */
function subjectOf(label: string, records: ReportedRun["records"]): Subject {
  const run = { path: label, config: "", records, evaluations: [], samples: [] };
  return { label, runs: [{ ...run, info: {} as ReportedRun["info"], interruptedAt: null }] };
}

test("a long run is condensed without losing a spike, and says so", () => {
  const steps = Array.from({ length: 50_000 }, (_, i) => i + 1);
  const records = steps.map((gStep) => ({ gStep, "loss/d": gStep === 31_415 ? 1000 : 1 }));
  const [chart] = curveCharts([subjectOf("a", records)]);
  expect(chart?.caption).toBe(
    "Lines are means of 125 records, bands their least and greatest. The CSV has every 3rd record.",
  );
  expect(chart?.drawing.svg).toContain(">1000</text>");
  const rows = chart!.csv.trimEnd().split("\r\n").slice(1);
  expect(rows[1]).toBe("4,1");
  expect(rows).toHaveLength(Math.ceil(50_000 / 3) + 1);
  expect(rows.at(-1)).toBe("50000,1");
  expect(chart!.drawing.svg.length).toBeLessThan(30_000);
});

test("measures of one subject share a chart by the first part of their names, unless their units differ", () => {
  const record = { gStep: 1, "sigma/a": 1, "sigma/b": 2, "modes/covered": 3, "modes/share": 0.1 };
  const one = curveCharts([subjectOf("x", [record])]);
  expect(one.map(({ csv }) => csv.split("\r\n")[0])).toEqual([
    "gStep,sigma/a,sigma/b",
    "gStep,modes/covered",
    "gStep,modes/share",
  ]);
  const two = curveCharts([subjectOf("x", [record]), subjectOf("y", [{ gStep: 1, "sigma/b": 4 }])]);
  expect(two.map(({ name, csv }) => [name, ...csv.trimEnd().split("\r\n")])).toEqual([
    ["sigma-a", "gStep,x,y", "1,1,"],
    ["sigma-b", "gStep,x,y", "1,2,4"],
    ["modes-covered", "gStep,x,y", "1,3,"],
    ["modes-share", "gStep,x,y", "1,0.1,"],
  ]);
});
