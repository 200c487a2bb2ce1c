/** What an analysis measured of the discriminators: their singular values as charts, the rest as tables. */
import type { AnalysisOutcome } from "../../evaluation/analysis/index.ts";
import type { Series } from "../../plots/index.ts";
import { countOf } from "../../text.ts";
import { type Chart, lineChart, type Part } from "../page/index.ts";
import { analysisTables } from "./analysis-tables.ts";

/** The analysis of one subject. */
export interface SubjectAnalysis {
  readonly label: string;
  readonly outcome: AnalysisOutcome;
}

/** Values over the greatest below which they are not drawn: they are rounding. */
const ROUNDING = 1e-12;

/** The singular values of each layer, and tables of the rest; of several subjects folded away. */
export function spectraParts(
  subjects: readonly string[],
  analyses: readonly SubjectAnalysis[],
): readonly Part[] {
  if (analyses.length === 0) return [];
  const [only] = analyses;
  const about: Part = {
    kind: "prose",
    text: "Singular values of each weight as the forward pass uses it, as the matrix [out, in·kH·kW], the largest first.",
  };
  if (analyses.length === 1 && only !== undefined) {
    return [about, { kind: "charts", charts: [ofOne(only)] }, ...tablesOf(only)];
  }
  const charts = ofSeveral(subjects, analyses);
  return [
    about,
    {
      kind: "fold",
      summary: `singular values: ${countOf(charts.length, "layer")}`,
      parts: [{ kind: "charts", charts }],
    },
    ...analyses.map(
      (one): Part => ({
        kind: "fold",
        summary: `${one.label}: all measures`,
        parts: tablesOf(one),
      }),
    ),
  ];
}

function tablesOf({ outcome: { analysis, notes } }: SubjectAnalysis): readonly Part[] {
  return [
    ...notes.map((text): Part => ({ kind: "prose", text })),
    ...analysisTables(analysis).flatMap(({ title, rows: [head = [], ...rows], note }): Part[] => [
      { kind: "table", caption: title, head, rows },
      ...(note === undefined ? [] : [{ kind: "prose" as const, text: note }]),
    ]),
  ];
}

function ofOne({ outcome }: SubjectAnalysis): Chart {
  const layers = outcome.analysis.layers.map(({ layer, spectrum }) => ({ name: layer, spectrum }));
  return spectrumChart("singular values of each layer", layers);
}

function ofSeveral(
  subjects: readonly string[],
  analyses: readonly SubjectAnalysis[],
): readonly Chart[] {
  const layers = [
    ...new Set(
      analyses.flatMap(({ outcome }) => outcome.analysis.layers.map(({ layer }) => layer)),
    ),
  ];
  return layers.map((layer) =>
    spectrumChart(
      `singular values of ${layer}`,
      analyses.flatMap(({ label, outcome }) =>
        outcome.analysis.layers
          .filter((one) => one.layer === layer)
          .map(({ spectrum }) => ({ name: label, spectrum, place: subjects.indexOf(label) })),
      ),
    ),
  );
}

function spectrumChart(
  title: string,
  spectra: readonly (Pick<Series, "name" | "place"> & { readonly spectrum: readonly number[] })[],
): Chart {
  const greatest = Math.max(...spectra.map(({ spectrum: [first = 0] }) => first));
  return lineChart({
    title,
    x: { label: "place", scale: "log" },
    y: { label: "singular value", scale: "log" },
    legend: true,
    series: spectra.map(({ spectrum, ...series }) => {
      const values = spectrum.filter((value) => value > ROUNDING * greatest);
      return { ...series, x: values.map((_, i) => i + 1), y: values };
    }),
  });
}
