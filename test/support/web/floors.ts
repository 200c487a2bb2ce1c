/** Every floor that a page may use, whole: bundled to see that nothing of Node is in it. */
export * as bounds from "../../../src/analysis/bounds/index.ts";
export * as health from "../../../src/analysis/health/index.ts";
export * as analysis from "../../../src/analysis/index.ts";
export * as meanField from "../../../src/analysis/mean-field/index.ts";
export * as weights from "../../../src/analysis/weights/index.ts";
export * as gan from "../../../src/gan/index.ts";
export * as graph from "../../../src/graph/index.ts";
export * as images from "../../../src/images/index.ts";
export * as classifier from "../../../src/metrics/classifier/index.ts";
export * as extractors from "../../../src/metrics/extractors/index.ts";
export * as metrics from "../../../src/metrics/index.ts";
export * as protocols from "../../../src/metrics/protocols/index.ts";
export * as nn from "../../../src/nn/index.ts";
export * as runtime from "../../../src/runtime/index.ts";
export * as web from "../../../src/runtime/web.ts";
export * as stabilizers from "../../../src/stabilizers/index.ts";
