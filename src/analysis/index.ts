/** What the papers prove, measured. */
export { exactSpectralNorm } from "./spectral-norm.ts";
