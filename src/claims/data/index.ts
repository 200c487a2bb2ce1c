/** The images that claims are tested on. */
export { chooseData, type DataRequest, dataNamed } from "./choose.ts";
export type { ClaimData } from "./record.ts";
export { claimData } from "./sets.ts";
