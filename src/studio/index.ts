/** The studio: a page on this machine that shows runs while they are trained, and what earlier ones came to. */
export type * from "./api.ts";
export { PORT, type Studio, type StudioOptions, startStudio } from "./server/serve.ts";
