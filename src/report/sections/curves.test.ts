import { expect, test } from "vitest";
import { chartsIn } from "../page/index.ts";
import type { ReportedRun, Subject } from "../subjects.ts";
import { curveGroups, curveParts } from "./curves.ts";

const curveCharts = (subjects: readonly Subject[]) =>
  curveGroups(subjects).flatMap(({ charts }) => charts);

/** A subject whose only run has these records. */
function subjectOf(label: string, records: ReportedRun["records"]): Subject {
  const run = {
    path: label,
    config: "",
    records,
    evaluations: [],
    samples: [],
    reals: null,
    pictures: [],
  };
  return { label, runs: [{ ...run, info: {} as ReportedRun["info"], interruptedAt: null }] };
}

test("a long run is condensed without losing a spike, and says so", () => {
  const steps = Array.from({ length: 50_000 }, (_, i) => i + 1);
  const records = steps.map((gStep) => ({ gStep, "loss/d": gStep === 31_415 ? 1000 : 1 }));
  const [chart] = curveCharts([subjectOf("a", records)]);
  expect(chart?.caption).toBe(
    "Lines are means of 125 records, bands their least and greatest. The CSV has every 3rd record.",
  );
  expect(chart?.drawing?.svg).toContain(">1000</text>");
  const rows = chart!.csv.trimEnd().split("\r\n").slice(1);
  expect(rows[1]).toBe("4,1");
  expect(rows).toHaveLength(Math.ceil(50_000 / 3) + 1);
  expect(rows.at(-1)).toBe("50000,1");
  expect(chart!.drawing!.svg.length).toBeLessThan(30_000);
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

const records = (name: string) => [1, 2].map((gStep) => ({ gStep, [name]: gStep }));

test("a run has its color in every chart, also where it is the only one, and is named there", () => {
  const charts = curveCharts([
    subjectOf("one", records("loss/d")),
    subjectOf("two", ["loss/d", "modes/covered"].flatMap(records)),
  ]);
  const looks = charts.map(({ drawing }) => {
    const svg = drawing?.svg ?? "";
    const words = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
    return {
      colors: ["#0072b2", "#d55e00"].map((color) => svg.includes(color)),
      names: ["one", "two"].map((name) => words.includes(name)),
      // the first is solid
      dashed: svg.includes("stroke-dasharray"),
    };
  });
  expect(looks).toEqual([
    { colors: [true, true], names: [true, true], dashed: true },
    { colors: [false, true], names: [false, true], dashed: true },
  ]);
});

test("a comparison shows the main curves and folds the others away by groups", () => {
  const all = ["sigma/a", "sigma/b", "loss/d"].flatMap(records);
  const parts = curveParts([subjectOf("x", all), subjectOf("y", all)]);
  expect(parts.map((part) => (part.kind === "fold" ? part.summary : part.kind))).toEqual([
    "charts",
    "σ of each layer: 2 charts",
  ]);
  expect(chartsIn(parts).map(({ name }) => name)).toEqual(["loss-d", "sigma-a", "sigma-b"]);
  expect(curveParts([subjectOf("x", all)])).toHaveLength(1);
});
