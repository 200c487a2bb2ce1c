/** The pages of tested claims. */
export { claimPage } from "./claim-page.ts";
export { overviewPage, overviewText } from "./overview-page.ts";
export { chosenText } from "./words.ts";
