/** How the verdict on a run changed, from its records. */
import { stat } from "node:fs/promises";
import { toneOf, verdictSpans } from "../../analysis/health/index.ts";
import { readJsonLines } from "../../files/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import type { VerdictCourse } from "../api.ts";
import type { RunEntry } from "./entry.ts";
import { contextOf } from "./health-context.ts";

/** Bytes of records up to which all of them are judged again. */
const MOST = 1 << 25;

/**
 * The verdicts on a run in their order.
 *
 * @throws EvenkeelError `DATA`, `CONFIG` or `DISK` for records or a config that cannot be read.
 */
export async function healthCourse(entry: RunEntry): Promise<VerdictCourse> {
  const { folder, info } = entry;
  const files = runFiles(folder);
  const { size } = await stat(files.metrics).catch(() => ({ size: 0 }));
  if (size > MOST) return { spans: [], tooLong: true };
  const context = await contextOf(entry);
  const restarts = (info?.healthActions ?? []).map(({ gStep }) => gStep);
  const spans = verdictSpans(context, await readJsonLines(files.metrics), restarts);
  return { spans: spans.map((span) => ({ ...span, tone: toneOf(span.state) })), tooLong: false };
}
