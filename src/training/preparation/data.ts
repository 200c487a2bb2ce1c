/** What a run is trained on, and whether that is what it was trained on before. */

import { placeKeyOf } from "../../data/catalog/index.ts";
import type { DataCallbacks, ImageDataset, SourceFiles } from "../../data/index.ts";
import { type EvenkeelError, refusal } from "../../errors.ts";
import {
  type DataRecord,
  dataRecord,
  differenceOf,
  type Fingerprint,
  filesText,
  fingerprintOf,
  readDataRecord,
} from "../../runs/data/index.ts";
import { escapeControls } from "../../text.ts";
import type { PlannedData } from "../plan/plan.ts";
import type { Start } from "../start.ts";

/** The data of a run that starts or is resumed. */
export interface RunData {
  /**
   * Identifies the files before they are read.
   *
   * @throws EvenkeelError `DATA` for others than before.
   */
  identify(files: SourceFiles, callbacks: DataCallbacks): Promise<void>;
  /** Whether the run goes on with other data than it has been trained on, now or at an earlier attempt. */
  hasOther(): boolean;
  /** What is recorded of the open data set. */
  record(dataset: ImageDataset): DataRecord;
}

/**
 * Reads what the run was trained on before.
 *
 * @param gStep the generator step that it starts from.
 * @param note called with what a person should know.
 * @throws EvenkeelError `RUN_FOLDER` for a damaged record, `DATA` for another data set.
 */
export async function openRunData(
  data: PlannedData,
  start: Start,
  gStep: number,
  note: (text: string) => void,
): Promise<RunData> {
  const folder = start.kind === "resume" ? start.folder : start.dataOf;
  const before = folder === undefined ? undefined : await readDataRecord(folder);
  const begun = start.kind === "resume" ? before : undefined;
  let files: Fingerprint | null = null;
  let changed = false;
  const differ = (difference: string) => {
    if (!start.acceptOtherData) throw otherData(data, start, before, difference);
    changed = true;
    note(`trains on other data than before: ${escapeControls(difference)}`);
  };
  if (before !== undefined && before.name !== data.name) {
    differ(`the data set ${data.name} instead of ${before.name}`);
  }
  return {
    async identify(source, callbacks) {
      files = await fingerprintOf(source, callbacks);
      if (before === undefined) {
        if (folder === undefined) return;
        return note(
          "the run has no dataset.json, as those of earlier versions: whether its data are the same is not checked",
        );
      }
      if (before.files === null || before.name !== data.name) return;
      const difference = differenceOf(before.files, files, source.path, before.source);
      if (difference !== undefined) differ(`${source.path}: ${difference}`);
      else if (source.path !== before.source)
        note(`its data are the same, in ${escapeControls(source.path)} now`);
    },
    hasOther: () => changed || (begun !== undefined && begun.earlier.length > 0),
    record: (dataset) =>
      dataRecord(dataset, {
        workingFolder: data.workingFolder,
        files,
        earlier: [
          ...(begun?.earlier ?? []),
          ...(begun && changed ? [earlierData(begun, gStep)] : []),
        ],
      }),
  };
}

function earlierData({ source, files }: DataRecord, until: number): DataRecord["earlier"][number] {
  return { source, files: files && { ...files, parts: [] }, until };
}

function otherData(
  { options }: PlannedData,
  start: Start,
  before: DataRecord | undefined,
  difference: string,
): EvenkeelError {
  const key = options && placeKeyOf(options);
  const where = start.kind === "resume" ? start.folder : (start.out ?? "the run");
  const trained = start.kind === "resume" ? "that it was trained on" : `of ${start.dataOf}`;
  const files = before?.files ? `, ${filesText(before.files)}` : "";
  const name = key === undefined ? "" : `, name where they are (--set data.${key}=PATH)`;
  return refusal("DATA", {
    where,
    rule: `needs the data ${trained} (${before?.source}${files}), got ${difference}`,
    advice: `Put them back${name}, or train on what is there now: --accept-other-data.`,
    details: { source: before?.source },
  });
}
