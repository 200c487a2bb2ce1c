/** Writes an export and tells where it is. */
import { join } from "node:path";
import { writeFileAtomically } from "../files/index.ts";
import {
  type ExportFormat,
  type ExportPart,
  exportRun,
  openTrained,
} from "../runs/trained/index.ts";
import { formatBytes } from "../text.ts";

export async function writeExport(
  folder: string,
  format: ExportFormat,
  what: ExportPart,
  out = join(folder, `${what}.${format}`),
): Promise<void> {
  const trained = await openTrained(folder);
  for (const note of trained.notes) console.error(note);
  const bytes = await exportRun(trained, format, what);
  await writeFileAtomically(out, bytes);
  console.log(`${what} of step ${trained.counters.gStep}, ${formatBytes(bytes.length)}: ${out}`);
}
