/** The report on a classifier as one page: its result, its course and its mistakes. */
import { type JsonLine, writeOutput } from "../../files/index.ts";
import {
  lineChart,
  type Page,
  type Part,
  pageHtml,
  type Section,
  type Table,
} from "../../report/page/index.ts";
import { countOf, formatCount, formatNumber, formatShare } from "../../text.ts";
import {
  type ClassifierExperiment,
  type ClassifierResult,
  classifierFiles,
  readCourse,
  readExperiment,
  readResult,
} from "../run/index.ts";

/** Most classes whose confusion is a table. */
const MOST_CLASSES = 40;

/**
 * Writes the report on a classifier into its folder; without a result, on what there is of its training.
 *
 * @throws EvenkeelError `RUN_FOLDER` for a folder that holds no classifier.
 */
export async function writeReport(folder: string): Promise<void> {
  const { kind: _, ...experiment } = await readExperiment(folder);
  const page = classifierPage(experiment, await readCourse(folder), await readResult(folder));
  await writeOutput(classifierFiles(folder).report, pageHtml(page));
}

/** What the report says and shows. */
export function classifierPage(
  experiment: ClassifierExperiment,
  course: readonly JsonLine[],
  result?: ClassifierResult,
): Page {
  const { data, settings } = experiment;
  const sections: readonly Section[] = [
    { title: "Result", parts: result === undefined ? [] : resultParts(result) },
    { title: "Curves", parts: [curves(course, experiment, result)] },
    { title: "Classes", parts: result === undefined ? [] : classParts(result) },
    {
      title: "Settings",
      parts: [
        {
          kind: "details",
          summary: "all settings",
          text: JSON.stringify({ settings, data }, null, 2),
        },
      ],
    },
  ];
  return {
    title: `${data.name}: ${settings.network.name}, ${settings.normalization.name}`,
    about: `A classifier of ${countOf(data.training, "image")} of ${data.classes.length} classes.`,
    sections: sections.filter(({ parts }) => parts.length > 0),
  };
}

function resultParts({ experiment, parameters, training, heldOut }: ClassifierResult): Part[] {
  const { settings, steps, engine } = experiment;
  const { optimizer, schedule, initializer, normalization, reparametrization } = settings;
  return [
    {
      kind: "facts",
      facts: [
        ["held-out accuracy", formatShare(heldOut.accuracy, 2)],
        ["held-out loss", formatNumber(heldOut.loss)],
        ["held-out images", formatCount(heldOut.count)],
        ["training loss at the end", formatNumber(training.loss)],
        ["training accuracy at the end", formatShare(training.accuracy, 2)],
        ["network", `${settings.network.name}, ${countOf(parameters, "parameter")}`],
        ["normalization", normalization.name],
        ["initializer", initializer.name],
        ["reparametrization", reparametrization.name],
        [
          "optimizer",
          `${optimizer.name}, learning rate ${optimizer.learningRate}, ${schedule.name}`,
        ],
        ["steps", `${formatCount(steps)} of ${countOf(settings.batchSize, "image")}`],
        ["engine", engine],
      ],
    },
  ];
}

function curves(
  course: readonly JsonLine[],
  { steps }: ClassifierExperiment,
  result?: ClassifierResult,
): Part {
  const seriesOf = (key: string, name: string, last?: number) => {
    const points = course.flatMap(({ step, [key]: value }) =>
      typeof step === "number" && typeof value === "number" ? [[step, value] as const] : [],
    );
    const all = last === undefined ? points : [...points, [steps, last] as const];
    return { name, x: all.map(([x]) => x), y: all.map(([, y]) => y) };
  };
  const x = { label: "step" };
  return {
    kind: "charts",
    charts: [
      lineChart({
        title: "Loss",
        x,
        y: { label: "cross-entropy", scale: "log" },
        series: [
          seriesOf("loss", "training"),
          seriesOf("heldOut/loss", "held out", result?.heldOut.loss),
        ],
      }),
      lineChart({
        title: "Accuracy",
        x,
        y: { label: "share told" },
        series: [
          seriesOf("accuracy", "training"),
          seriesOf("heldOut/accuracy", "held out", result?.heldOut.accuracy),
        ],
      }),
      lineChart({
        title: "Learning rate",
        x,
        y: { label: "learning rate" },
        series: [seriesOf("learningRate", "learning rate")],
      }),
    ],
  };
}

function classParts({ heldOut: { classes, confusion } }: ClassifierResult): Part[] {
  const share = (value: number | null) => (value === null ? "–" : formatShare(value, 1));
  const table: Table = {
    kind: "table",
    caption: "Held-out images by class",
    head: ["class", "images", "told", "right when told"],
    rows: classes.map(({ name, count, recall, precision }) => [
      ...[name, count],
      ...[share(recall), share(precision)],
    ]),
  };
  if (classes.length > MOST_CLASSES) return [table];
  const names = classes.map(({ name }) => name);
  return [
    table,
    {
      kind: "table",
      caption: "Images of the class on the left that are told as the class above",
      head: ["", ...names],
      rows: confusion.map((row, i) => [names[i] as string, ...row]),
    },
  ];
}
