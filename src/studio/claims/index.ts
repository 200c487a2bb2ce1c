/** The papers' claims in the studio. */
export { type ClaimLibrary, openClaims } from "./claims.ts";
