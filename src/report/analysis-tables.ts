/** Analyses as tables. */
import type { Analysis } from "../analysis/index.ts";

/** Rows of cells, the first of them the head. */
type Rows = readonly (readonly string[])[];

/** What an analysis tells of one subject. */
export interface AnalysisTable {
  readonly title: string;
  readonly rows: Rows;
  /** What the heads mean, where they do not say it. */
  readonly note?: string;
}

/** An analysis as a table for each subject, a layer a row, and what is one number. */
export function analysisTables(analysis: Analysis): readonly AnalysisTable[] {
  const tables: readonly AnalysisTable[] = [
    {
      title: "singular values of the weights, exact",
      rows: singularValueRows(analysis),
      note: "σ̂: the method's own, of raw weights. Others but raw: as the forward pass uses them.",
    },
    {
      title: "variance of the weights, and over that of three initializations",
      rows: varianceRows(analysis),
    },
    {
      title: "gradients: of the loss, and of D to each weight",
      rows: gradientRows(analysis),
      note: "reached: the largest share of its bound that an image's gradient has; if σ=1: of what the bound were if all σ were 1.",
    },
    {
      title: "activations, on real and on generated images",
      rows: activationRows(analysis),
    },
    { title: "network", rows: networkRows(analysis) },
  ];
  return tables.filter(({ rows }) => rows.length > 1);
}

function singularValueRows({ layers }: Analysis): Rows {
  return [
    ["layer", "shape", "σ̂", "raw", "[out,·]", "[in,·]", "operator", "rank", "of", "‖W‖F"],
    ...layers.map(({ layer, shape, measures, sigma, effectiveRank, spectrum, frobenius }) => [
      layer,
      shape.join("x"),
      short(measures.sigma),
      short(sigma.raw),
      short(sigma.effective),
      short(sigma.swapped),
      short(sigma.operator.sigma),
      effectiveRank.toFixed(1),
      String(spectrum.length),
      short(frobenius),
    ]),
  ];
}

function varianceRows({ layers }: Analysis): Rows {
  return [
    ["layer", "fan-in", "fan-out", "variance", "/LeCun", "/Xavier", "/Kaiming"],
    ...layers.map(({ layer, fanIn, fanOut, variance }) => [
      layer,
      String(fanIn),
      String(fanOut),
      short(variance.variance),
      short(variance.lecun),
      short(variance.xavier),
      short(variance.kaiming),
    ]),
  ];
}

function gradientRows({ layers }: Analysis): Rows {
  return [
    ["layer", "raw", "effective", "D mean", "D max", "bound", "reached", "if σ=1"],
    ...layers.map(({ layer, lossGradient, outputGradient, bound }) => [
      layer,
      short(lossGradient.raw),
      short(lossGradient.effective),
      short(outputGradient.mean),
      short(outputGradient.max),
      short(bound?.mean),
      percent(bound?.reached),
      percent(bound?.reachedIfUnit),
    ]),
  ];
}

function activationRows({ activations }: Analysis): Rows {
  return [
    ["after", "kind", "mean", "gen.", "variance", "gen.", "saturated", "gen."],
    ...activations.map(({ of, kind, real, fake }) => [
      of,
      kind,
      short(real.mean),
      short(fake.mean),
      short(real.variance),
      short(fake.variance),
      percent(real.saturated),
      percent(fake.saturated),
    ]),
  ];
}

function networkRows(analysis: Analysis): Rows {
  const { inputGradient, lipschitz, hessian, fisher, outputs, ...rest } = analysis;
  const range = ({ mean, min, max }: typeof outputs.real) => [short(mean), short(min), short(max)];
  return [
    ["", "value", "min", "max"],
    ["D on real images", ...range(outputs.real)],
    ["D on generated images", ...range(outputs.fake)],
    ["gap of the means", short(outputs.gap)],
    ["accuracy", percent(outputs.accuracy)],
    ["loss of D, without penalties", short(rest.loss)],
    ["slope of D on real images", ...range(inputGradient.real)],
    ["slope of D on generated images", ...range(inputGradient.fake)],
    ["steepest chord between two images", short(lipschitz.estimate)],
    ["bound of the slope: product of σ", short(lipschitz.product)],
    [`Hessian of the loss to ${hessian.layer}`, short(hessian.norm)],
    ["its bound", short(hessian.bound)],
    ["Fisher information of D", short(fisher.largest)],
    ["stable rate of plain descent", short(fisher.stableRate.plain)],
    ["the same with momentum 0.9", short(fisher.stableRate.momentum)],
    ["diversity of real images", short(rest.diversity.real)],
    ["diversity of generated images", short(rest.diversity.fake)],
  ];
}

/** Three digits: `0.0123`, `1.23`, `123`, `1.2e5`. */
function short(value: number | null | undefined): string {
  if (value == null) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1);
  return size >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

const percent = (share: number | undefined) =>
  share === undefined ? "–" : share > 10 ? `${share.toFixed(0)}x` : `${(100 * share).toFixed(1)}%`;
