/** Pages of tables, charts and pictures that need no network. */
export { lineChart, plotCsv, sizeOfCharts } from "./chart.ts";
export type {
  Chart,
  Charts,
  Details,
  Frames,
  Image,
  Page,
  Part,
  Prose,
  Section,
  Table,
} from "./content.ts";
export { binaryAddress, nameFrom } from "./html.ts";
export { pageHtml } from "./page.ts";
