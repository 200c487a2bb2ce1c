/** Reports on runs, experiments and sweeps, as pages. */
export { type ReportOptions, reportPage, writeCharts, writeReport } from "./report.ts";
export { type AnalysisTable, analysisTables } from "./sections/analysis-tables.ts";
export { groupInfo, groupOf, type MeasureGroup } from "./sections/measure-groups.ts";
export type { SubjectAnalysis } from "./sections/spectra.ts";
export { type ReportedRun, readSubjects, type Subject, type Subjects } from "./subjects.ts";
