/** Examples of classes each of which can be trained on and tested, for learning them in tasks. */
import { refusal } from "../../errors.ts";
import { firstOf } from "../../text.ts";
import type { ZeroShotData } from "./data.ts";

/** Classes with attributes and examples, all of them with some for training and some for the test. */
export interface LabelledData
  extends Pick<ZeroShotData, "name" | "classes" | "attributes" | "features" | "labels"> {
  /** The places of the training examples. */
  readonly training: readonly number[];
  /** The places of the test examples. */
  readonly test: readonly number[];
}

/** Of a class without training examples, one of so many examples is for the test; one at least. */
const EVERY = 5;

/**
 * All classes of a zero-shot set. Seen classes keep their training and test examples. Of each unseen class every fifth
 * example is for the test, one at least, and the others are for training.
 *
 * @throws EvenkeelError `DATA` for a class without an example for training or for the test.
 */
export function labelledData(data: ZeroShotData): LabelledData {
  const { name, classes, attributes, features, labels, testSeen, testUnseen } = data;
  const [training, test] = [[...data.training], [...testSeen]];
  const ofClass = new Map<number, number[]>();
  for (const place of testUnseen) {
    const label = labels[place] as number;
    ofClass.set(label, [...(ofClass.get(label) ?? []), place]);
  }
  for (const places of ofClass.values()) {
    const every = Math.min(EVERY, places.length);
    for (const [i, place] of places.entries()) {
      if (i % every === every - 1) test.push(place);
      else training.push(place);
    }
  }
  const whole = { name, classes, attributes, features, labels, training, test };
  expectExamples(whole);
  return whole;
}

function expectExamples({ name, classes, labels, training, test }: LabelledData): void {
  for (const [what, places] of Object.entries({ training, test })) {
    const found = new Set(places.map((place) => labels[place]));
    const missing = classes.filter((_, label) => !found.has(label));
    if (missing.length === 0) continue;
    const purpose = what === "test" ? "the test" : "training";
    const rule = `each class must have an example for ${purpose} to be learned in a task`;
    throw refusal("DATA", { where: name, rule, got: `none of ${firstOf(missing)}` });
  }
}
