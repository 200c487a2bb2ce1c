/** Lists, explains, downloads and checks data sets. */
import { join, resolve } from "node:path";
import {
  checkDataset,
  type DatasetName,
  type DatasetOptions,
  type DatasetRecord,
  datasetClasses,
  datasetGrid,
  datasetOf,
  datasets,
  fetchDataset,
} from "../../data/index.ts";
import {
  type ArchiveDownload,
  type FilesDownload,
  fetchWeights,
  inceptionDownloads,
  type WeightsDownload,
} from "../../downloads/index.ts";
import { writeOutput } from "../../files/index.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { printTable } from "../../terminal/table.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { formatBytes, formatCount } from "../../text.ts";
import { expectFreePlace } from "../shared/outputs.ts";

/** Prints the data sets, one line each. */
export function listDatasets(): void {
  printTable(datasets.map(({ name, summary }) => [name, summary]));
}

/** Prints what a data set is and where it is on the disk. */
export function explainDataset(name: string, root: string): void {
  const record = datasetOf(name);
  const { counts, files } = record;
  const download = files.kind === "archive" || files.kind === "files" ? files : undefined;
  const rows = [
    [record.title, record.summary],
    ["images", record.imageSize],
    ["count", counts ? countText(counts) : ""],
    ["classes", classesText(record)],
    ["licence", record.license],
    ["citation", record.citation ?? ""],
    ["home", record.home ?? ""],
    ["download", download ? downloadText(download) : ""],
    ["on disk", download ? resolve(join(root, download.folder)) : record.location],
  ];
  printTable(rows.filter(([, text]) => text !== ""));
}

function classesText({ name }: { readonly name: DatasetName }): string {
  const classes = datasetClasses({ name });
  if (classes === undefined) return "the folder's sub-folders";
  return typeof classes === "number" ? `${classes}, named by the files` : classes.join(", ");
}

function countText(counts: NonNullable<DatasetRecord["counts"]>): string {
  return Object.entries(counts)
    .map(([part, count]) => `${formatCount(count)} ${part}`)
    .join(", ");
}

function downloadText(download: ArchiveDownload | FilesDownload): string {
  if (download.kind === "archive") return `${download.url} (${formatBytes(download.bytes)})`;
  const bytes = download.files.reduce((sum, file) => sum + file.bytes, 0);
  const [first] = download.files.map(({ url }) => url.slice(0, url.lastIndexOf("/")));
  return `${first} (${download.files.length} files, ${formatBytes(bytes)})`;
}

/** Downloads a data set, or the weights of an Inception network. */
export async function fetchOne(name: string, root: string): Promise<void> {
  const display = createDisplay(1);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    const options = { onProgress: display.data, signal: stop.signal };
    const weights = weightsNamed(name);
    const result = await (weights === undefined
      ? fetchDataset(name, root, options)
      : fetchWeights(weights, root, options));
    display.close();
    print(result.message);
  } finally {
    process.off("SIGINT", onInterrupt);
    display.close();
  }
}

/** The download of an Inception network's weights; `inception` is the one of 2015. */
function weightsNamed(name: string): WeightsDownload | undefined {
  if (name === "inception") return inceptionDownloads["inception-2015"];
  return Object.hasOwn(inceptionDownloads, name)
    ? inceptionDownloads[name as keyof typeof inceptionDownloads]
    : undefined;
}

/** Options of `data check`: those of the data set, and whether to print JSON. */
export interface CheckFlags extends Omit<DatasetOptions, "name"> {
  readonly json?: boolean;
  readonly grid?: string;
}

/** Reads all of a data set and prints what was found. */
export async function checkOne(name: string, flags: CheckFlags): Promise<void> {
  const { json, grid, ...options } = flags;
  const display = createDisplay(1);
  const known = datasetOf(name).name;
  await expectFreePlace("--grid", grid, {
    reads: options.path === undefined ? [] : [options.path],
  });
  const report = await checkDataset(
    { name: known, ...options },
    {
      onProgress: display.data,
      async onExamined(dataset) {
        const drawn = grid === undefined ? undefined : await datasetGrid(dataset);
        if (drawn !== undefined) await writeOutput(grid!, drawn.png);
      },
    },
  );
  display.close();
  if (json) return printJson(report);
  const points = report.dtype === "float32";
  const size = `${report.channels} x ${report.height} x ${report.width}`;
  const digits = points ? 3 : 2;
  const each = (value: (channel: (typeof report.channelStatistics)[number]) => number) =>
    report.channelStatistics.map((channel) => value(channel).toFixed(digits)).join("  ");
  const rows = [
    ["source", report.source],
    points
      ? ["points", formatCount(report.count)]
      : ["images", `${formatCount(report.count)}, ${size}`],
    ["range", report.range.map((x) => (points ? x.toFixed(digits) : x)).join(" … ")],
    ["mean", each(({ mean }) => mean)],
    ["std", each(({ std }) => std)],
    ["duplicates", String(report.duplicates.count)],
    ...(points
      ? []
      : [
          ["blank", String(report.blankCount)],
          ["broken files", String(report.broken.length)],
        ]),
    ...report.classCounts.map((c, i) => [i === 0 ? "classes" : "", `${c.name} ${c.count}`]),
  ];
  printTable(rows);
  for (const { file, reason } of report.broken) print(`broken: ${file}: ${reason}`);
  for (const note of report.notes) print(`note: ${note}`);
  for (const warning of report.warnings) print(`warning: ${warning}`);
}
