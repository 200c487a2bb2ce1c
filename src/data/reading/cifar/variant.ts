/** What distinguishes the sets in CIFAR's binary format. */
export interface CifarVariant {
  readonly name: string;
  /** The folder of the binary version below the data root. */
  readonly folder: string;
  /** The folder of the version that Evenkeel does not read. */
  readonly otherVersion: string;
  readonly files: { readonly train: readonly string[]; readonly test: readonly string[] };
  /** How many images an official file holds. */
  readonly recordsPerFile: { readonly train: number; readonly test: number };
  /** The label bytes before an image's pixels. */
  readonly labels: readonly { readonly classes: number }[];
  /** Advice for impossible labels. */
  readonly notThis: string;
}

/** Which label byte is the image's label, and the names of its values. */
export interface CifarLabels {
  readonly byte: number;
  readonly classes: readonly string[];
  /** The set's own list of the names, used where it is there. */
  readonly namesFile: string;
}

/** The pixels of a record: 3 planes of 32 × 32. */
export const pixelBytes = 3072;

/** The size of one record: its label bytes, then its pixels. */
export function recordBytesOf({ labels }: Pick<CifarVariant, "labels">): number {
  return labels.length + pixelBytes;
}

/** The official files with their sizes in bytes. */
export function cifarFileSizes(variant: CifarVariant): Readonly<Record<string, number>> {
  const { files, recordsPerFile } = variant;
  const sizes = (["train", "test"] as const).flatMap((part) =>
    files[part].map((file) => [file, recordsPerFile[part] * recordBytesOf(variant)] as const),
  );
  return Object.fromEntries(sizes);
}
