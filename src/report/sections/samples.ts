/** The sample grids of a run over time, small enough for a page. */
import { basename } from "node:path";
import sharp from "sharp";
import { onDisk, readBytes } from "../../files/index.ts";
import { metrics } from "../../metrics/index.ts";
import { namesText } from "../../runs/trained/index.ts";
import { binaryAddress, type Frames, type Image } from "../page/index.ts";
import type { ReportedRun, Subject } from "../subjects.ts";

/** Bytes of all pictures of a page together. */
const BUDGET = 4e6;
/** Pictures of one run, at most. */
const MOST = 24;
/** Runs whose samples are shown. */
const RUNS = 12;
/** Pictures of more bytes, or wider ones, are made smaller. */
const [LARGE, WIDEST] = [150_000, 800];

/**
 * Pictures over time, of each seed of one subject or of the first seed of each of several; the first and
 * the last are always among them.
 */
export async function sampleFrames(subjects: readonly Subject[]): Promise<readonly Frames[]> {
  const runs = subjects.flatMap((subject) => {
    const title = (run: ReportedRun) =>
      subject.runs.length > 1 ? `${subject.label}, seed ${run.info.seed}` : subject.label;
    const some = subjects.length > 1 ? subject.runs.slice(0, 1) : subject.runs;
    return some.map((run) => ({ run, title: title(run) }));
  });
  const shown = runs.filter(({ run }) => run.samples.length > 0).slice(0, RUNS);
  return Promise.all(shown.map(({ run, title }) => framesOf(title, run, BUDGET / shown.length)));
}

async function framesOf(title: string, run: ReportedRun, budget: number): Promise<Frames> {
  const newest = await pictureAt(run.samples.at(-1) as string);
  const most = Math.max(2, Math.min(MOST, Math.floor(budget / newest.source.length)));
  const files = evenly(run.samples, most);
  const frames = await Promise.all(
    files.map(async (file) => ({
      label: `step ${Number.parseInt(basename(file), 10)}`,
      ...(await pictureAt(file)),
    })),
  );
  const { classes } = run.info;
  const rows = classes === undefined ? "" : `; a class per row: ${namesText(classes)}`;
  const beside = run.reals === null ? undefined : await realsOf(run.reals, title);
  return { kind: "frames", title: `${title}${rows}`, frames, beside };
}

async function realsOf(file: string, title: string): Promise<Image> {
  const caption = "real images";
  return { kind: "image", alt: `${title}, ${caption}`, caption, ...(await pictureAt(file)) };
}

/** The newest picture of each metric that draws one: of one run. */
export async function metricPictures(subjects: readonly Subject[]): Promise<readonly Image[]> {
  const runs = subjects.flatMap((subject) => subject.runs);
  const [run] = runs;
  if (run === undefined || runs.length > 1) return [];
  return Promise.all(
    run.pictures.map(async ({ metric, path, gStep }) => {
      const caption = `Step ${gStep}. ${metrics[metric].picture ?? ""}`;
      const alt = `generated images beside their nearest training images, step ${gStep}`;
      return { kind: "image", alt, caption, ...(await pictureAt(path)) } as const;
    }),
  );
}

async function pictureAt(file: string) {
  const bytes = await onDisk("read", file, () => readBytes(file));
  const { width = 1, height = 1 } = await sharp(bytes).metadata();
  if (bytes.length <= LARGE && width <= WIDEST) {
    return { source: binaryAddress("image/png", bytes), width, height };
  }
  const { data, info } = await sharp(bytes)
    .resize({ width: WIDEST, withoutEnlargement: true })
    // as the page shows transparent places of others
    .flatten({ background: "#ffffff" })
    .jpeg({ quality: 85, chromaSubsampling: "4:4:4" })
    .toBuffer({ resolveWithObject: true });
  return { source: binaryAddress("image/jpeg", data), width: info.width, height: info.height };
}

/** As many of a list, evenly spaced, the first and the last among them. */
function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from(
    { length: most },
    (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))] as T,
  );
}
