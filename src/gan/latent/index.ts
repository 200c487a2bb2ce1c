/** The noise z that generators make images of. */
export { drawLatent, type Latent, latentDistributions } from "./latent.ts";
export { LEAST_TRUNCATION, truncate } from "./truncation.ts";
