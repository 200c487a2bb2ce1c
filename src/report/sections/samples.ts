/** The sample grids of a run over time, small enough for a page. */
import { basename } from "node:path";
import sharp from "sharp";
import { onDisk, readBytes } from "../../files/index.ts";
import { namesText } from "../../runs/trained/index.ts";
import { binaryAddress, type Frames } from "../page/index.ts";
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
  return { kind: "frames", title: `${title}${rows}`, frames };
}

async function pictureAt(file: string) {
  const bytes = await onDisk("read", file, () => readBytes(file));
  const { width = 1, height = 1 } = await sharp(bytes).metadata();
  if (bytes.length <= LARGE && width <= WIDEST) {
    return { source: binaryAddress("image/png", bytes), width, height };
  }
  const { data, info } = await sharp(bytes)
    .resize({ width: WIDEST, withoutEnlargement: true })
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
