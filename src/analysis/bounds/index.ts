/** What bounds a discriminator's gradients: the theorems of Lin et al. 2021. */
export { type ChainLayer, chainOf } from "./chain.ts";
export {
  type BoundedLayer,
  gradientBounds,
  hessianBound,
  lipschitzBound,
} from "./gradient-bound.ts";
