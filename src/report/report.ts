/** A report on runs as one page: their configs, their course and their results. */
import { join, resolve } from "node:path";
import type { AnalysisOutcome } from "../evaluation/analysis/index.ts";
import { createFolders, writeFileAtomically, writeOutput } from "../files/index.ts";
import { chartsIn, type Page, type Part, pageHtml, type Section } from "./page/index.ts";
import { configDetails, differencesTable } from "./sections/configs.ts";
import { curveParts } from "./sections/curves.ts";
import { factsTable, verdictParts } from "./sections/facts.ts";
import { outcomeParts } from "./sections/outcome.ts";
import { resultsParts } from "./sections/results.ts";
import { rungTables } from "./sections/rungs.ts";
import { metricPictures, sampleFrames } from "./sections/samples.ts";
import { type SubjectAnalysis, spectraParts } from "./sections/spectra.ts";
import { type OnRead, readSubjects, type Subject, type Subjects } from "./subjects.ts";

/**
 * What a report says and shows.
 *
 * @param analyses of the discriminators of subjects; may be none.
 */
export async function reportPage(
  { title, subjects, standings, notes }: Subjects,
  analyses: readonly SubjectAnalysis[] = [],
): Promise<Page> {
  const runs = subjects.reduce((sum, subject) => sum + subject.runs.length, 0);
  const differences = subjects.length > 1 ? differencesTable(subjects) : undefined;
  const facts = factsTable(subjects);
  const sections: readonly Section[] = [
    { title: "Health", parts: [...verdictParts(subjects), ...notes.map(prose)] },
    { title: "Metrics", parts: resultsParts(subjects) },
    {
      title: "Outcome",
      parts: [...standings.flatMap(rungTables), ...(runs > 1 ? outcomeParts(subjects) : [])],
    },
    {
      title: "Samples",
      parts: [...(await sampleFrames(subjects)), ...(await metricPictures(subjects))],
    },
    { title: "Differences", parts: differences === undefined ? [] : [differences] },
    { title: "Curves", parts: curveParts(subjects) },
    {
      title: "Discriminators",
      parts: spectraParts(
        subjects.map(({ label }) => label),
        analyses,
      ),
    },
    {
      title: "Runs",
      parts:
        runs === 1
          ? [facts]
          : [
              {
                kind: "fold",
                summary: `status, time and versions of ${runs} runs`,
                parts: [facts],
              },
            ],
    },
    { title: "Config", parts: configDetails(subjects) },
  ];
  return {
    title,
    about:
      runs === 1
        ? aboutOne(subjects[0] as Subject)
        : `${runs} runs${runs === subjects.length ? "" : `, ${subjects.length === 1 ? "seeds of one config" : `seeds of ${subjects.length} configs`}`}.`,
    sections: sections.filter(({ parts }) => parts.length > 0),
  };
}

/** How a report is made. */
export interface ReportOptions {
  /** The file to write. */
  readonly out: string;
  /** A folder for the drawings (SVG) and the numbers (CSV) of all charts. Default none. */
  readonly files?: string | undefined;
  /** Analyzes the first run of each subject; default: no analysis. */
  readonly analyze?: ((path: string) => Promise<AnalysisOutcome>) | undefined;
  readonly onRead?: OnRead | undefined;
}

/**
 * Writes the report on runs, experiments or sweeps as one HTML file that needs nothing else.
 *
 * @example
 * await writeReport(["runs/0001-quickstart"], { out: "quickstart.html" });
 *
 * @throws EvenkeelError `RUN_FOLDER` or `DATA` for what is none of them or damaged, `USAGE` where no run
 *   has begun, `DISK` if the disk refuses.
 */
export async function writeReport(
  paths: readonly string[],
  { out, files, analyze, onRead }: ReportOptions,
): Promise<void> {
  const read = await readSubjects(paths, onRead);
  const analyses: SubjectAnalysis[] = [];
  for (const { label, runs } of analyze === undefined ? [] : read.subjects) {
    const [run] = runs;
    if (run && analyze) analyses.push({ label, outcome: await analyze(run.path) });
  }
  const page = await reportPage(read, analyses);
  if (files !== undefined) await writeCharts(page, files);
  await writeOutput(out, pageHtml(page));
}

/**
 * Writes each chart of a page as an SVG, where something is drawn, and its numbers as a CSV; charts of one
 * name get numbers.
 */
export async function writeCharts({ sections }: Page, folder: string): Promise<void> {
  await createFolders(resolve(folder));
  const charts = chartsIn(sections.flatMap(({ parts }) => parts));
  const used = new Map<string, number>();
  for (const { name, drawing, csv } of charts) {
    const time = (used.get(name) ?? 0) + 1;
    used.set(name, time);
    const file = join(folder, time === 1 ? name : `${name}-${time}`);
    if (drawing !== null) await writeFileAtomically(`${file}.svg`, drawing.svg);
    await writeFileAtomically(`${file}.csv`, csv);
  }
}

const prose = (text: string): Part => ({ kind: "prose", text });

function aboutOne({ runs: [run] }: Subject): string {
  const { name, seed, counters, device } = run?.info ?? {};
  const steps = run?.interruptedAt ?? counters?.gStep;
  return `Run ${name}, seed ${seed}, ${steps} generator steps on ${device}.`;
}
