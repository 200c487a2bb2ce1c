/** Spectral norms of weights and of the operators that they stand for. */
export { largestSingularValue } from "./largest-singular-value.ts";
export { convolutionOperator, type LinearOperator, matrixOperator } from "./linear-operator.ts";
export {
  powerIteration,
  type SingularVectors,
  type StartVector,
  singularValue,
} from "./power-iteration.ts";
