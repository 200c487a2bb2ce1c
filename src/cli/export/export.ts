/** Writes an export and prints where it is. */
import { join } from "node:path";
import { writeOutput } from "../../files/index.ts";
import {
  type ExportFormat,
  type ExportPart,
  exportRun,
  openTrained,
} from "../../runs/trained/index.ts";
import { formatBytes } from "../../text.ts";
import type { CheckpointName } from "../shared/options.ts";
import { expectFreePlace, expectSameKind } from "../shared/outputs.ts";
import { print, tell } from "../shared/terminal.ts";

/** The command's options. */
export interface ExportFlags {
  readonly format: ExportFormat;
  readonly what?: ExportPart;
  readonly step?: CheckpointName;
  readonly out?: string;
}

/** Exports networks of the run in a folder. */
export async function exportNetworks(folder: string, flags: ExportFlags): Promise<void> {
  const { format, what = format === "onnx" ? "generator" : "all" } = flags;
  const usual = join(folder, `${what}.${format}`);
  const { out = usual } = flags;
  const trained = await openTrained(folder, flags.step);
  const { path = [] } = trained.config.data;
  await expectFreePlace("--out", flags.out, { usual: [usual], reads: [path].flat() });
  await expectSameKind("--out", flags.out, [`.${format}`]);
  for (const note of trained.notes) tell(note);
  const bytes = await exportRun(trained, format, what);
  await writeOutput(out, bytes);
  print(`${what} of step ${trained.counters.gStep}, ${formatBytes(bytes.length)}: ${out}`);
}
