/** Seen classes set aside, on which a calibration can be chosen. */
import { randomStream } from "../../random.ts";
import { classParts, type ZeroShotData } from "./data.ts";

/** Of the remaining classes' training examples, one of so many is set aside as well; one at least of several. */
const EVERY = 5;

/**
 * Data without the unseen classes, where some of the seen ones take their place: as large a share as the unseen
 * classes are of all, chosen by the seed. Their training examples become the test of unseen classes; a fifth of the
 * other training examples becomes the test of seen classes, of each class with several one at least. The test
 * examples of `data` are not used.
 */
export function heldOutClasses(data: ZeroShotData, seed: number): ZeroShotData {
  const { seen, unseen } = classParts(data);
  const share = unseen.length / (seen.length + unseen.length);
  const count = Math.max(1, Math.min(seen.length - 2, Math.round(share * seen.length)));
  const order = randomStream(seed, "zsl/held-out").permutation(seen.length);
  const held = new Set(Array.from(order.slice(0, count), (i) => seen[i] as number));
  const parts = { training: [] as number[], testSeen: [] as number[], testUnseen: [] as number[] };
  const met = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const place of data.training) {
    const label = data.labels[place] as number;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  for (const place of data.training) {
    const label = data.labels[place] as number;
    const before = met.get(label) ?? 0;
    met.set(label, before + 1);
    if (held.has(label)) parts.testUnseen.push(place);
    else if (isSetAside(before, counts.get(label) as number)) parts.testSeen.push(place);
    else parts.training.push(place);
  }
  return { ...data, ...parts };
}

/** Whether an example is set aside, by how many of its class come before it and how many there are. */
function isSetAside(before: number, count: number): boolean {
  const every = Math.min(EVERY, count);
  return every > 1 && before % every === every - 1;
}
