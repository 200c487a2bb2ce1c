/** The data sets of the study, and how generators of them are measured without verdicts. */

/** A data set. */
export interface StudyData {
  /** Options `path=value` that choose it. */
  readonly set: readonly string[];
  /** Arguments of `evaluate`. */
  readonly evaluation: readonly string[];
  /** Modes of points, if they are known. */
  readonly modes?: number;
}

/** Features of the shapes' classifier, which tell images of other sets apart as well. */
const byClassifier = ["--protocol", "shapes", "--metrics", "fid,prdc"];
const training = ["--real-split", "training"];
const points = ["--protocol", "points", "--metrics"];

export const dataSets = {
  "shapes, 16 pixels": { set: ["data.size=16"], evaluation: byClassifier },
  "shapes, 24 pixels": { set: ["data.size=24"], evaluation: byClassifier },
  "shapes, 32 pixels": { set: [], evaluation: byClassifier },
  "MNIST, 28 pixels": {
    set: ["data.name=mnist", "data.size=28"],
    evaluation: [...byClassifier, ...training],
  },
  "MNIST, 32 pixels": {
    set: ["data.name=mnist", "data.size=32"],
    evaluation: [...byClassifier, ...training],
  },
  "CIFAR-10": { set: ["data.name=cifar10"], evaluation: [...byClassifier, ...training] },
  "ring of eight": { set: [], evaluation: [...points, "modes,prdc"], modes: 8 },
  "ring of five": { set: ["data.modes=5"], evaluation: [...points, "modes,prdc"], modes: 5 },
  moons: { set: ["data.name=moons"], evaluation: [...points, "prdc"] },
  "Swiss roll": { set: ["data.name=swiss-roll"], evaluation: [...points, "prdc"] },
} as const satisfies Readonly<Record<string, StudyData>>;

export type DataName = keyof typeof dataSets;
