/** Analyses for people, at most 80 columns wide. */
import type { Analysis } from "../analysis/index.ts";
import type { AnalysisOutcome } from "../runs/index.ts";
import { columns, hanging } from "./evaluation-tables.ts";
import { showPath } from "./run-outcome.ts";

/** What `analyze` prints: a table for each subject, a layer a line, and what is one number. */
export function analysisLines({ path, counters, analysis }: AnalysisOutcome): string[] {
  const { images } = analysis;
  return [
    ...hanging(
      `${showPath(path)} at step ${counters.gStep}: discriminator on ${images} real, ${images} generated images`,
    ),
    ...section("singular values of the weights, exact", singularValueRows(analysis)),
    ...hanging(
      "  σ̂: the method's own, of raw weights. Others but raw: as the forward pass uses them.",
    ),
    ...section(
      "variance of the weights, and over that of three initializations",
      varianceRows(analysis),
    ),
    ...section("gradients: of the loss, and of D to each weight", gradientRows(analysis)),
    ...hanging(
      "  reached: the largest share of its bound that an image's gradient has; if σ=1: of what the bound were if all σ were 1.",
    ),
    ...section("activations, on real and on generated images", activationRows(analysis)),
    ...section("network", networkRows(analysis)),
  ];
}

type Rows = readonly (readonly string[])[];

function section(title: string, [head = [], ...rows]: Rows): string[] {
  if (rows.length === 0) return [];
  return ["", title, ...columns(head, rows, 1)];
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

function networkRows({ inputGradient, lipschitz, hessian, outputs, ...rest }: Analysis): Rows {
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
