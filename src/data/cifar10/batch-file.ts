import { readFile } from "node:fs/promises";
import { EvenkeelError } from "../../errors.ts";
import { plural, reasonOf } from "../files.ts";

/** The size of one record of the binary version: a label byte, then 3 planes of 32 × 32. */
export const recordBytes = 3073;

/** The records of one batch file. */
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
export async function readBatchFile(path: string): Promise<BatchFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new EvenkeelError("DATA", `cifar10: cannot read ${path}: ${reasonOf(error)}`, {
      details: { path },
      cause: error,
    });
  });
  const records = Math.floor(bytes.length / recordBytes);
  if (records === 0 || bytes.length % recordBytes !== 0) {
    throw new EvenkeelError(
      "DATA",
      `cifar10: the size of ${path} must be a multiple of ${recordBytes} bytes (one image), ` +
        `got ${bytes.length} bytes: ${plural(records, "image")}, then ${bytes.length % recordBytes} bytes`,
      {
        advice:
          "It is cut off, or not the binary version. Move the folder away and run " +
          "`evenkeel data fetch cifar10`.",
        details: { path, bytes: bytes.length, recordBytes },
      },
    );
  }
  for (let record = 0; record < records; record++) {
    const label = bytes[record * recordBytes] as number;
    if (label > 9) throw badLabel(path, record, label);
  }
  return { path, records, bytes };
}

function badLabel(path: string, record: number, label: number): EvenkeelError {
  return new EvenkeelError(
    "DATA",
    `cifar10: a label must be in 0 … 9, got ${label} in record ${record} (byte ` +
      `${record * recordBytes}) of ${path}`,
    {
      advice:
        "It is damaged, or not CIFAR-10 (CIFAR-100 has two label bytes). Move the folder away and " +
        "run `evenkeel data fetch cifar10`.",
      details: { path, record, label },
    },
  );
}
