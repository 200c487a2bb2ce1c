/** The weights of another training's state, as far as they fit a model. */
import type { HostTensor } from "../runtime/index.ts";
import { type GanModel, reparametrized } from "./model.ts";
import { averages, stateNames, stateShapes, trainingNames } from "./state.ts";

type Tensors = Readonly<Record<string, HostTensor>>;

/** A tensor of a model that is not taken. */
export interface NotTaken {
  readonly name: string;
  /**
   * `absent`: the other state has none of that name; `shape`: its one has another shape; `weight`: it belongs
   * to a weight that is not taken.
   */
  readonly why: "absent" | "shape" | "weight";
  readonly shape: readonly number[];
  /** The shape of the other state's, if it has one. */
  readonly there: readonly number[] | undefined;
}

/** What {@link takeFitting} found. */
export interface Transfer {
  /** The tensors that fit, by their names in the model's state. */
  readonly taken: Tensors;
  readonly notTaken: readonly NotTaken[];
  /** Names of the other state's that the model has none of; optimizer slots are left out. */
  readonly unused: readonly string[];
  /** Whether a weight of a network is among those taken, not just biases, scales or statistics. */
  readonly hasWeights: boolean;
}

/**
 * Every parameter, average, running statistic and vector of a method whose name and shape are the same in
 * another training's state. Optimizer slots and statistics of past iterations are not taken. A method's vectors go with their weight alone, as
 * they approximate its singular vectors. Averages that the other state has none of start at its weights.
 *
 * @param source the other training's state, as in a snapshot or a checkpoint.
 */
export function takeFitting(model: GanModel, source: Tensors): Transfer {
  const shapes = stateShapes(model);
  const ofTraining = new Set(trainingNames(model));
  const weightOf = vectorWeights(model);
  const averaged = new Map(averages(model).map(({ average, of }) => [average, of]));
  const taken: Record<string, HostTensor> = {};
  const notTaken: NotTaken[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    if (ofTraining.has(name)) continue;
    const there = source[name] ?? source[averaged.get(name) ?? name];
    const weight = weightOf.get(name);
    const why =
      there === undefined
        ? "absent"
        : there.shape.join() !== shape.join()
          ? "shape"
          : weight !== undefined && taken[weight] === undefined
            ? "weight"
            : undefined;
    if (why === undefined) taken[name] = there as HostTensor;
    else notTaken.push({ name, why, shape, there: there?.shape });
  }
  return {
    taken,
    notTaken,
    unused: Object.keys(source).filter(
      (name) => !Object.hasOwn(shapes, name) && !isSlot(name, source),
    ),
    hasWeights: (["generator", "discriminator"] as const).some((player) =>
      model[player].parameters.some(
        ({ name, role }) => role === "weight" && stateNames.of(player, name) in taken,
      ),
    ),
  };
}

/** The weight of each vector of a method, by the vector's name. */
function vectorWeights(model: GanModel): ReadonlyMap<string, string> {
  const pairs = (["generator", "discriminator"] as const).flatMap((player) =>
    reparametrized(model, player).flatMap(({ spec, states }) =>
      states.map(
        ({ name }) =>
          [stateNames.method(player, spec.name, name), stateNames.of(player, spec.name)] as const,
      ),
    ),
  );
  return new Map(pairs);
}

/** Whether a tensor is an optimizer's: it stands under a parameter, `conv1/weight/m` under `conv1/weight`. */
function isSlot(name: string, source: Tensors): boolean {
  return Object.hasOwn(source, name.slice(0, name.lastIndexOf("/")));
}
