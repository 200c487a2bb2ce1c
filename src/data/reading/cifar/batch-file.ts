import { EvenkeelError } from "../../../errors.ts";
import { countOf } from "../../../text.ts";
import { readBytes } from "../../dataset/memory.ts";
import type { CifarVariant } from "./cifar.ts";

/** The pixels of a record: 3 planes of 32 × 32. */
export const pixelBytes = 3072;

/** The records of one batch file: label bytes, then pixels. */
export interface BatchFile {
  readonly path: string;
  readonly records: number;
  readonly bytes: Uint8Array;
}

/** The size of one record. */
export function recordBytesOf({ labels }: Pick<CifarVariant, "labels">): number {
  return labels.length + pixelBytes;
}

/**
 * Reads one batch file and checks its size and labels.
 *
 * @throws EvenkeelError `DATA` naming the file and what is wrong with it.
 */
export async function readBatchFile(path: string, variant: CifarVariant): Promise<BatchFile> {
  const { name, labels } = variant;
  const recordBytes = recordBytesOf(variant);
  const bytes = await readBytes(name, path);
  const records = Math.floor(bytes.length / recordBytes);
  if (records === 0 || bytes.length % recordBytes !== 0) {
    throw new EvenkeelError(
      "DATA",
      `${name}: the size of ${path} must be a multiple of ${recordBytes} bytes (one image), ` +
        `got ${bytes.length} bytes: ${countOf(records, "image")}, then ${bytes.length % recordBytes} bytes`,
      {
        advice:
          "It is cut off, or not the binary version. Move the folder away and run " +
          `\`evenkeel data fetch ${name}\`.`,
        details: { path, bytes: bytes.length, recordBytes },
      },
    );
  }
  for (let record = 0; record < records; record++) {
    labels.forEach(({ classes }, i) => {
      const label = bytes[record * recordBytes + i] as number;
      if (label >= classes) throw badLabel(variant, path, record, i, label);
    });
  }
  return { path, records, bytes };
}

function badLabel(
  { name, labels, notThis, ...variant }: CifarVariant,
  path: string,
  record: number,
  place: number,
  label: number,
): EvenkeelError {
  const byte = record * recordBytesOf({ labels, ...variant }) + place;
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
