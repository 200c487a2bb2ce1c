/** Draws samples of a run and prints where they are. */
import { namesText, openTrained, sampleRun } from "../../runs/trained/index.ts";
import type { CheckpointName, DeviceName } from "../shared/options.ts";
import { expectFreePlace } from "../shared/outputs.ts";
import { hanging } from "../shared/table.ts";
import { print, printLines, tell, tellInPlace } from "../shared/terminal.ts";

/** The command's options. */
export interface SampleFlags {
  readonly count?: number;
  readonly seed: number;
  readonly out?: string;
  readonly interpolate?: boolean;
  readonly class?: string;
  readonly classIndex?: number;
  readonly step?: CheckpointName;
  readonly device: DeviceName;
}

/** Images from which on progress is shown. */
const MANY = 512;

/** Writes samples of the run in a folder, and prints where they are. */
export async function sample(folder: string, flags: SampleFlags): Promise<void> {
  const { step, classIndex, class: className = classIndex, ...rest } = flags;
  const trained = await openTrained(folder, step);
  const { path = [] } = trained.config.data;
  await expectFreePlace("--out", flags.out, { reads: [path].flat() });
  for (const note of trained.notes) tell(note);
  const isImages = trained.model.definition.imageType !== "float32";
  let shown = false;
  const { out, count, what, classes } = await sampleRun(trained, {
    ...rest,
    class: className,
    onProgress(done, total) {
      if (!process.stderr.isTTY || !isImages || total <= MANY) return;
      shown = true;
      tellInPlace(`${done} of ${total} images`);
    },
  });
  if (shown) tell("");
  const [only, ...others] = classes;
  const of = only !== undefined && others.length === 0 ? ` of class ${namesText([only])}` : "";
  print(`${count} ${what}${of} from step ${trained.counters.gStep}: ${out}`);
  if (others.length > 0) printLines(hanging(`a class per row: ${namesText(classes)}`));
}
