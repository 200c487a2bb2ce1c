/** Classifiers in the studio. */
export { type ClassifierLibrary, openClassifiers } from "./classifiers.ts";
