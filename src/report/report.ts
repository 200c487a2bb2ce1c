/** A report on runs: what they were told, how they went and what came of them, as one page. */
import { writeFileAtomically } from "../runs/index.ts";
import { configDetails, differencesTable } from "./configs.ts";
import { curveCharts, MOST_CURVES } from "./curves.ts";
import { factsTable, verdictParts } from "./facts.ts";
import { type Page, type Part, pageHtml, type Section } from "./page.ts";
import { resultsTable } from "./results.ts";
import { sampleFrames } from "./samples.ts";
import { readSubjects, type Subject, type Subjects } from "./subjects.ts";

/** What a report says and shows. */
export async function reportPage({ title, subjects, notes }: Subjects): Promise<Page> {
  const runs = subjects.reduce((sum, subject) => sum + subject.runs.length, 0);
  const results = resultsTable(subjects);
  const differences = subjects.length > 1 ? differencesTable(subjects) : undefined;
  const sections: readonly Section[] = [
    { title: "Health", parts: [...verdictParts(subjects), ...notes.map(prose)] },
    { title: "Samples", parts: await sampleFrames(subjects) },
    { title: "Curves", parts: curveParts(subjects) },
    { title: "Metrics", parts: results === undefined ? [] : [results] },
    { title: "Differences", parts: differences === undefined ? [] : [differences] },
    { title: "Runs", parts: [factsTable(subjects)] },
    { title: "Config", parts: configDetails(subjects) },
  ];
  return {
    title,
    about: runs === 1 ? aboutOne(subjects[0] as Subject) : `${runs} runs.`,
    sections: sections.filter(({ parts }) => parts.length > 0),
  };
}

/**
 * Writes the report on runs, experiments or sweeps as one HTML file that needs nothing else.
 *
 * @throws EvenkeelError `RUN_FOLDER` or `DATA` for what is none of them or damaged, `USAGE` where no run
 *   has begun, `DISK` if the disk refuses.
 */
export async function writeReport(paths: readonly string[], out: string): Promise<void> {
  await writeFileAtomically(out, pageHtml(await reportPage(await readSubjects(paths))));
}

const prose = (text: string): Part => ({ kind: "prose", text });

function curveParts(subjects: readonly Subject[]): readonly Part[] {
  const charts = curveCharts(subjects);
  if (charts.length === 0) return [];
  const bands = subjects.some(({ runs }) => runs.length > 1);
  return [
    ...(bands
      ? [prose("Lines are means over seeds; bands go from the least to the greatest value.")]
      : []),
    ...(subjects.length > MOST_CURVES
      ? [prose(`Curves of the first ${MOST_CURVES} of ${subjects.length} points.`)]
      : []),
    { kind: "charts", charts },
  ];
}

function aboutOne({ runs: [run] }: Subject): string {
  const { name, seed, counters, device } = run?.info ?? {};
  return `Run ${name}, seed ${seed}, ${counters?.gStep} generator steps on ${device}.`;
}
