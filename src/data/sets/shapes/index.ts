/** The drawings of the set `shapes`, one by one. */
export { type ShapeFactors, shapeFactors } from "./factors.ts";
export { type ShapeKind, shapeKinds } from "./outlines.ts";
export { backgroundColorNames, backgroundsFor, shapeColorNames } from "./palette.ts";
export { renderShape } from "./render.ts";
