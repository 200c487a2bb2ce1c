/** Which form a convolution on blocks, or its gradient, is computed by: the first that fits and pays. */
import {
  winogradConvForm,
  winogradInputGradForm,
  winogradWeightGradForm,
} from "../winograd/convolution.ts";
import { batchInnermost } from "./batch-innermost.ts";
import { direct } from "./direct.ts";
import { flatWeightGrad } from "./flat-weight-grad.ts";
import type { Form, ForwardForm, InputGradForm, WeightGradForm } from "./form.ts";
import { exchangedImageGroups, imageGroups } from "./image-groups.ts";
import { phases } from "./phases.ts";
import { placesAsChannels } from "./places-as-channels.ts";
import type { Problem } from "./problem.ts";

/** The forms of the convolution, of its gradient to the input and of that to the weight, best first. */
export const forms = {
  conv: [winogradConvForm, placesAsChannels, direct],
  convInputGrad: [winogradInputGradForm, phases],
  convWeightGrad: [
    winogradWeightGradForm,
    imageGroups,
    exchangedImageGroups,
    batchInnermost,
    flatWeightGrad,
  ],
} as const satisfies {
  readonly conv: readonly ForwardForm[];
  readonly convInputGrad: readonly InputGradForm[];
  readonly convWeightGrad: readonly WeightGradForm[];
};

/**
 * The form for a problem, `undefined` if none fits.
 *
 * @param forced names of forms that are taken wherever they fit, whether they pay or not.
 */
export function choose<F extends Form>(
  among: readonly F[],
  problem: Problem,
  forced: readonly string[],
): F | undefined {
  const fitting = among.filter((form) => form.fits(problem));
  return (
    fitting.find(({ name }) => forced.includes(name)) ?? fitting.find((form) => form.pays(problem))
  );
}

/** The names of all forms: where all are forced, each convolution is computed by the first that fits. */
export const formNames: readonly string[] = Object.values(forms).flatMap((list) =>
  list.map(({ name }) => name),
);
