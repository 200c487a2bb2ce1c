/** The report on a classifier. */
export { classifierPage, writeReport } from "./page.ts";
