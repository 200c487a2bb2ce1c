import { EvenkeelError } from "../../../errors.ts";
import { wholeRecords } from "../records.ts";
import { readSetFile } from "../set-file.ts";
import { type CifarVariant, recordBytesOf } from "./variant.ts";

/** The records of one batch file: label bytes, then pixels. */
export interface BatchFile {
  readonly path: string;
  readonly records: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads one batch file and checks its size and labels.
 *
 * @throws EvenkeelError `DATA` naming the file and what is wrong with it.
 */
export async function readBatchFile(path: string, variant: CifarVariant): Promise<BatchFile> {
  const { name, labels } = variant;
  const recordBytes = recordBytesOf(variant);
  const bytes = await readSetFile(name, path);
  const records = wholeRecords(name, path, bytes.length, recordBytes);
  for (let record = 0; record < records; record++) {
    labels.forEach(({ classes }, i) => {
      const label = bytes[record * recordBytes + i] as number;
      if (label >= classes) throw badLabel(variant, path, record, i, label);
    });
  }
  return { path, records, bytes };
}

function badLabel(
  { name, labels, notThis }: CifarVariant,
  path: string,
  record: number,
  place: number,
  label: number,
): EvenkeelError {
  const byte = record * recordBytesOf({ labels }) + place;
  return new EvenkeelError(
    "DATA",
    `${name}: a label must be in 0 … ${(labels[place]?.classes ?? 1) - 1}, got ${label} in record ` +
      `${record} (byte ${byte}) of ${path}`,
    {
      advice: `${notThis} Move the folder away and run \`evenkeel data fetch ${name}\`.`,
      details: { path, record, label },
    },
  );
}
