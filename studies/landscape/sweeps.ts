/** The study's sweeps, as files of `evenkeel sweep`. */
import { type Axis, fixedAxes, LAMBDA, searchAxes } from "./grid.ts";
import { type Method, settingsOf } from "./methods.ts";
import type { Scale } from "./scales.ts";

/** What of the study is trained. */
export interface Wanted {
  readonly scale: Scale;
  readonly part: "grid" | "search";
  readonly methods: readonly Method[];
  readonly losses: readonly string[];
  /** The first seed. */
  readonly seed: number;
}

/** A sweep of the study. */
export interface StudySweep {
  /** Of its folder. */
  readonly name: string;
  readonly architecture: string;
  readonly methods: readonly Method[];
  readonly description: Readonly<Record<string, unknown>>;
}

/** Methods whose axes are the same: without a penalty, with one, with the L2 penalty in a search. */
function kindOf({ penalty }: Method, part: Wanted["part"]): string {
  if (penalty === undefined) return "plain";
  return part === "search" && penalty === "l2" ? "l2" : "penalized";
}

/** One sweep for each architecture and kind of methods. */
export function studySweeps({ scale, part, methods, losses, seed }: Wanted): StudySweep[] {
  const kinds = [...new Set(methods.map((method) => kindOf(method, part)))];
  return Object.entries(scale.architectures).flatMap(([architecture, { base, set }]) =>
    kinds.map((kind): StudySweep => {
      const chosen = methods.filter((method) => kindOf(method, part) === kind);
      const penalty = chosen[0]?.penalty;
      const { dSteps, faster, rounds, points } = scale;
      const axes =
        part === "grid"
          ? fixedAxes(penalty !== undefined, dSteps, faster)
          : searchAxes(penalty, dSteps, faster);
      const search = { method: "gaussian-process", rounds, points, mode: "min" };
      const metric = frechetOf(set);
      return {
        name: `${part}-${architecture}-${kind}`,
        architecture,
        methods: chosen,
        description: {
          base,
          set,
          axes: [{ key: "loss", values: losses }, methodsAxis(chosen), ...axes],
          seeds: [seed],
          runName: runNameOf(part, penalty !== undefined),
          ...(part === "search" && { search: { ...search, seed, metric } }),
        },
      };
    }),
  );
}

/** The measure of a run's quality: an FID with the protocol's Inception, else a Fréchet distance of other features. */
function frechetOf(set: Readonly<Record<string, unknown>>): string {
  const isOfInception = set["evaluate.protocol"] === "10k-10k-test";
  return isOfInception ? "evaluate/fid" : "evaluate/frechet-distance";
}

function methodsAxis(methods: readonly Method[]): Axis {
  const rows = methods.map(settingsOf);
  const keys = Object.keys(rows[0] ?? {});
  return { zip: Object.fromEntries(keys.map((key) => [key, rows.map((row) => row[key])])) };
}

function runNameOf(part: Wanted["part"], hasPenalty: boolean): string {
  const method = "{loss}-{reparametrization}-{normalization}-{penalties}";
  const setting =
    part === "search"
      ? "n{nDis}-p{point}"
      : `a{learningRate}${hasPenalty ? "-l{weight}" : ""}-b{beta1}-{beta2}-n{nDis}`;
  return `${method}-${setting}-s{seed}`;
}

/** A setting that is trained again with more seeds. */
export interface Best {
  readonly point: Readonly<Record<string, unknown>>;
  readonly method: Method;
}

/** The sweep of the best settings of an architecture, with the seeds that follow the one that chose them. */
export function bestSweep(
  { scale, seed }: Pick<Wanted, "scale" | "seed">,
  architecture: string,
  best: readonly Best[],
): StudySweep {
  const { base, set } = scale.architectures[architecture]!;
  const rows = best.map(({ point, method }) => {
    const { [LAMBDA]: weight, ...others } = point;
    const penalties = method.penalty === undefined ? [] : [{ name: method.penalty, weight }];
    return { ...others, "discriminator.penalties": penalties };
  });
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const zip = Object.fromEntries(
    keys.map((key) => [key, rows.map((row) => (row as Record<string, unknown>)[key])]),
  );
  return {
    name: `best-${architecture}`,
    architecture,
    methods: best.map(({ method }) => method),
    description: {
      base,
      set,
      axes: [{ zip }],
      seeds: Array.from({ length: scale.seeds }, (_, i) => seed + 1 + i),
      runName:
        "{loss}-{reparametrization}-{normalization}-{penalties}-a{learningRate}-b{beta1}-{beta2}-n{nDis}-s{seed}",
    },
  };
}
