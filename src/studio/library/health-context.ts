/** What verdicts on a run depend on beside its records. */
import type { HealthContext } from "../../analysis/health/index.ts";
import { assembleModel, readResolvedConfig } from "../../config/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import { healthContext } from "../../training/index.ts";
import type { RunEntry } from "./entry.ts";

/** By what was read of a config: a config that has changed is read anew. */
const known = new WeakMap<object, Promise<HealthContext>>();

/**
 * The context of a run.
 *
 * @throws EvenkeelError `CONFIG` or `DISK` for a config that cannot be read.
 */
export async function contextOf(entry: RunEntry): Promise<HealthContext> {
  const values = await entry.config();
  const context = known.get(values) ?? read(entry.folder);
  known.set(values, context);
  return context;
}

async function read(folder: string): Promise<HealthContext> {
  const config = await readResolvedConfig(runFiles(folder).config);
  return healthContext(config, assembleModel(config));
}
