/** How close what a generator makes is to what it should make. */
export { type KnownMixture, type ModeCoverage, modeCoverage } from "./modes.ts";
