/** Draws samples of a run and prints where they are. */
import { parseImageNames, sampleRun } from "../../runs/samples/index.ts";
import { classesOf, listedClasses, namesText, openTrained } from "../../runs/trained/index.ts";
import { hanging } from "../../terminal/table.ts";
import { print, printLines, tell, tellInPlace } from "../../terminal/terminal.ts";
import type { CheckpointName, DeviceName } from "../shared/options.ts";
import { expectFreePlace } from "../shared/outputs.ts";

/** The command's options. */
export interface SampleFlags {
  readonly count?: number;
  readonly seed?: number;
  readonly seeds?: string;
  readonly truncation?: number;
  readonly out?: string;
  readonly interpolate?: boolean;
  readonly sheet?: boolean;
  readonly frames?: number;
  readonly fps?: number;
  readonly class: readonly string[];
  readonly classIndex?: readonly number[];
  readonly step?: CheckpointName;
  readonly device: DeviceName;
}

/** Images from which on progress is shown. */
const MANY = 100;

/** Writes samples of the run in a folder, and prints where they are. */
export async function sample(folder: string, flags: SampleFlags): Promise<void> {
  const { step, classIndex, class: texts, seeds, ...rest } = flags;
  const named = seeds === undefined ? undefined : parseImageNames(seeds);
  const trained = await openTrained(folder, step);
  const { path = [] } = trained.config.data;
  await expectFreePlace("--out", flags.out, { reads: [path].flat() });
  for (const note of trained.notes) tell(note);
  const isImages = trained.model.definition.imageType !== "float32";
  const listed = texts.flatMap((text) => listedClasses(classesOf(trained), text));
  const wanted = classIndex ?? (listed.length > 0 ? listed : undefined);
  let shown = false;
  const { out, count, what, classes } = await sampleRun(trained, {
    ...rest,
    seeds: named,
    class: wanted,
    onProgress(done, total) {
      if (!process.stderr.isTTY || !isImages || total <= MANY) return;
      shown = true;
      tellInPlace(`${done} of ${total} images${done === total ? ", writing them" : ""}`);
    },
  });
  if (shown) tell("");
  const [only, ...others] = classes;
  const of = only !== undefined && others.length === 0 ? ` of class ${namesText([only])}` : "";
  print(`${count} ${what}${of} from step ${trained.counters.gStep}: ${out}`);
  if (others.length > 0) {
    const order = what === "frames" ? "through the classes" : "a class per row";
    printLines(hanging(`${order}: ${namesText(classes)}`));
  }
}
