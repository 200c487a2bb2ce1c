/** Reports: pages of tables, charts and pictures that need no network. */
export { type AnalysisTable, analysisTables } from "./analysis-tables.ts";
export { lineChart, plotCsv } from "./chart.ts";
export { binaryAddress } from "./html.ts";
export {
  type Chart,
  type Charts,
  type Details,
  type Frames,
  type Image,
  type Page,
  type Part,
  type Prose,
  pageHtml,
  type Section,
  type Table,
} from "./page.ts";
export { type ReportOptions, reportPage, writeCharts, writeReport } from "./report.ts";
export type { SubjectAnalysis } from "./spectra.ts";
export { type ReportedRun, readSubjects, type Subject, type Subjects } from "./subjects.ts";
