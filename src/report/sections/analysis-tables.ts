/** Analyses as tables. */
import type { Analysis } from "../../analysis/index.ts";
import { formatMeasured, formatShare } from "../../text.ts";

/** Rows of cells, the first of them the head. */
type Rows = readonly (readonly string[])[];

/** The numbers of one subject in an analysis. */
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
      numberCell(measures.sigma),
      numberCell(sigma.raw),
      numberCell(sigma.effective),
      numberCell(sigma.swapped),
      numberCell(sigma.operator.sigma),
      effectiveRank.toFixed(1),
      String(spectrum.length),
      numberCell(frobenius),
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
      numberCell(variance.variance),
      numberCell(variance.lecun),
      numberCell(variance.xavier),
      numberCell(variance.kaiming),
    ]),
  ];
}

function gradientRows({ layers }: Analysis): Rows {
  return [
    ["layer", "raw", "effective", "D mean", "D max", "bound", "reached", "if σ=1"],
    ...layers.map(({ layer, lossGradient, outputGradient, bound }) => [
      layer,
      numberCell(lossGradient.raw),
      numberCell(lossGradient.effective),
      numberCell(outputGradient.mean),
      numberCell(outputGradient.max),
      numberCell(bound?.mean),
      shareCell(bound?.reached),
      shareCell(bound?.reachedIfUnit),
    ]),
  ];
}

function activationRows({ activations }: Analysis): Rows {
  return [
    ["after", "kind", "mean", "gen.", "variance", "gen.", "saturated", "gen."],
    ...activations.map(({ of, kind, real, fake }) => [
      of,
      kind,
      numberCell(real.mean),
      numberCell(fake.mean),
      numberCell(real.variance),
      numberCell(fake.variance),
      shareCell(real.saturated),
      shareCell(fake.saturated),
    ]),
  ];
}

function networkRows(analysis: Analysis): Rows {
  const { inputGradient, lipschitz, hessian, fisher, outputs, ...rest } = analysis;
  const range = ({ mean, min, max }: typeof outputs.real) => [
    numberCell(mean),
    numberCell(min),
    numberCell(max),
  ];
  return [
    ["", "value", "min", "max"],
    ["D on real images", ...range(outputs.real)],
    ["D on generated images", ...range(outputs.fake)],
    ["gap of the means", numberCell(outputs.gap)],
    ["accuracy", shareCell(outputs.accuracy)],
    ["loss of D, without penalties", numberCell(rest.loss)],
    ["slope of D on real images", ...range(inputGradient.real)],
    ["slope of D on generated images", ...range(inputGradient.fake)],
    ["steepest chord between two images", numberCell(lipschitz.estimate)],
    ["bound of the slope: product of σ", numberCell(lipschitz.product)],
    [`Hessian of the loss to ${hessian.layer}`, numberCell(hessian.norm)],
    ["its bound", numberCell(hessian.bound)],
    ["Fisher information of D", numberCell(fisher.largest)],
    ["stable rate of plain descent", numberCell(fisher.stableRate.plain)],
    ["the same with momentum 0.9", numberCell(fisher.stableRate.momentum)],
    ["diversity of real images", numberCell(rest.diversity.real)],
    ["diversity of generated images", numberCell(rest.diversity.fake)],
  ];
}

/** A measured number, or a dash for one that was not measured. */
function numberCell(value: number | null | undefined): string {
  return value == null ? "–" : formatMeasured(value);
}

/** A share in percent, from 10 on as a multiple: `12x`. */
function shareCell(share: number | undefined): string {
  if (share === undefined) return "–";
  return share > 10 ? `${share.toFixed(0)}x` : formatShare(share, 1);
}
