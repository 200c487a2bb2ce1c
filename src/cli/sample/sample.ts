/** Draws samples of a run and prints where they are. */
import { openTrained, sampleRun } from "../../runs/trained/index.ts";
import type { DeviceName } from "../shared/options.ts";
import { expectFreePlace } from "../shared/outputs.ts";
import { print, tell, tellInPlace } from "../shared/terminal.ts";

/** The command's options. */
export interface SampleFlags {
  readonly count?: number;
  readonly seed: number;
  readonly out?: string;
  readonly interpolate?: boolean;
  readonly class?: number;
  readonly device: DeviceName;
}

/** Images from which on progress is shown. */
const MANY = 512;

/** Writes samples of the run in a folder, and prints where they are. */
export async function sample(folder: string, flags: SampleFlags): Promise<void> {
  const trained = await openTrained(folder);
  const { path = [] } = trained.config.data;
  await expectFreePlace("--out", flags.out, { reads: [path].flat() });
  for (const note of trained.notes) tell(note);
  const isImages = trained.model.definition.imageType !== "float32";
  let shown = false;
  const { out, count, what } = await sampleRun(trained, {
    ...flags,
    onProgress(done, total) {
      if (!process.stderr.isTTY || !isImages || total <= MANY) return;
      shown = true;
      tellInPlace(`${done} of ${total} images`);
    },
  });
  if (shown) tell("");
  print(`${count} ${what} from step ${trained.counters.gStep}: ${out}`);
}
