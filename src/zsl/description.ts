/** What a result says of the data that it was measured on. */
import { createHash } from "node:crypto";
import { classParts, type ZeroShotData } from "./data/data.ts";
import type { LabelledData } from "./data/labelled.ts";

/** Names, counts and a digest of data; plain data. */
export interface DataDescription {
  readonly name: string;
  readonly classes: number;
  readonly attributes: number;
  readonly features: number;
  readonly seenClasses: number;
  readonly unseenClasses: number;
  readonly training: number;
  readonly testSeen: number;
  readonly testUnseen: number;
  /** SHA-256 of attributes, features and labels. */
  readonly sha256: string;
}

/** Describes the data of a seed. */
export function describeData(data: ZeroShotData): DataDescription {
  const { name, classes, attributes, features } = data;
  const { seen, unseen } = classParts(data);
  return {
    ...{ name, classes: classes.length },
    ...{ attributes: attributes.columns, features: features.columns },
    ...{ seenClasses: seen.length, unseenClasses: unseen.length },
    ...{ training: data.training.length, testSeen: data.testSeen.length },
    ...{ testUnseen: data.testUnseen.length, sha256: digestOf(data) },
  };
}

/** Names, counts and a digest of data that are learned in tasks; plain data. */
export interface LabelledDescription
  extends Pick<
    DataDescription,
    "name" | "classes" | "attributes" | "features" | "training" | "sha256"
  > {
  readonly test: number;
}

/** Describes data that are learned in tasks. */
export function describeLabelled(data: LabelledData): LabelledDescription {
  const { name, classes, attributes, features, training, test } = data;
  return {
    ...{ name, classes: classes.length },
    ...{ attributes: attributes.columns, features: features.columns },
    ...{ training: training.length, test: test.length, sha256: digestOf(data) },
  };
}

function digestOf({
  attributes,
  features,
  labels,
}: Pick<ZeroShotData, "attributes" | "features" | "labels">): string {
  const hash = createHash("sha256");
  for (const array of [attributes.data, features.data, labels]) {
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest("hex");
}
