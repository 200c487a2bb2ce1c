/** How well a classifier tells images. */
export { logitsOf, spreadPlaces } from "./logits.ts";
export {
  type ClassifierMeasures,
  type ClassMeasures,
  largest,
  measuresOf,
} from "./measures.ts";
