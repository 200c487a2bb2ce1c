/** Every floor that a page may use, whole: bundled to see that nothing of Node is in it. */
export * as analysis from "../../src/analysis/index.ts";
export * as gan from "../../src/gan/index.ts";
export * as graph from "../../src/graph/index.ts";
export * as images from "../../src/images/index.ts";
export * as nn from "../../src/nn/index.ts";
export * as runtime from "../../src/runtime/index.ts";
export * as web from "../../src/runtime/web.ts";
export * as stabilizers from "../../src/stabilizers/index.ts";
