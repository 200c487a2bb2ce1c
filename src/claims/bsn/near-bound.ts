/** A network and images made so that the bound of the Hessian is reached. */
import { type AnalyzedImages, analyze } from "../../analysis/index.ts";
import { assembleModel, loadConfig } from "../../config/index.ts";
import { stateNames } from "../../gan/index.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { layerOf } from "../../stabilizers/index.ts";
import { onProcessor } from "../on-processor.ts";

/** A Hessian, and what bounds it. */
export interface BoundedHessian {
  readonly layer: string;
  readonly norm: number;
  readonly bound: number;
}

/** Images of either kind. */
const COUNT = 4;

/**
 * The Hessians to the weights of a dense network whose layers have one singular value each, 1, whose left
 * singular vector is the next layer's right one and has no negative entry, for an input along the first
 * one: no activation takes anything away and no norm is lost between layers, so that every inequality in
 * the bound's proof is an equality.
 */
export async function nearBound(): Promise<readonly BoundedHessian[]> {
  const config = await loadConfig("eight-gaussians", [
    "loss=non-saturating",
    ["discriminator.reparametrization", { name: "none" }],
  ]);
  const model = assembleModel(config);
  const tensors: Record<string, HostTensor> = {};
  for (const { name, role, shape } of model.discriminator.parameters) {
    const [rows = 1, columns = 1] = shape;
    const value = role === "weight" ? 1 / Math.sqrt(rows * columns) : 0;
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value);
    tensors[stateNames.of("discriminator", name)] = { shape, data };
  }
  const length = model.definition.imageShape.reduce((a, b) => a * b, 1);
  const images: AnalyzedImages = { images: new Float32Array(COUNT * length).fill(1) };
  const weights = model.discriminator.parameters.filter(({ role }) => role === "weight");
  const found: BoundedHessian[] = [];
  for (const { name } of weights) {
    const subject = { model, tensors, real: images, fake: images, hessianLayer: layerOf(name) };
    const { hessian } = await onProcessor((runtime) => analyze({ runtime, ...subject }));
    found.push({ ...hessian, bound: hessian.bound ?? Number.NaN });
  }
  return found;
}
