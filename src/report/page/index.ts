/** Pages of tables, charts and pictures that need no network. */
export { barChart, intervalChart, lineChart, plotCsv } from "./chart.ts";
export {
  type Chart,
  type Charts,
  chartsIn,
  type Details,
  type Entries,
  type Entry,
  type Fact,
  type Facts,
  type Fold,
  type Frames,
  type Image,
  type Page,
  type Part,
  type Prose,
  type Section,
  type Table,
  type Tone,
} from "./content.ts";
export { documentHtml } from "./document.ts";
export { binaryAddress, escapeHtml, nameFrom } from "./html.ts";
export { pageHtml } from "./page.ts";
