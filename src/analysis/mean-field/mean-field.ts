/**
 * Wide random ReLU networks in the mean: how far signals and gradients reach, and what that says of the
 * Fisher information matrix (Wei, Stokes & Schwab 2019, "Mean-field analysis of batch normalization").
 */
import { EvenkeelError } from "../../errors.ts";

/** A chain of dense layers with ReLU between them, W_ij ~ N(0, σ_w²/fan-in), b ~ N(0, σ_b²). */
export interface MeanFieldNetwork {
  /** N_{l−1} of each layer, first to last: how many numbers it reads. The last layer is linear. */
  readonly inputs: readonly number[];
  /** σ_w²; 2 in the paper's experiments. */
  readonly weightVariance: number;
  /** σ_b²; 0.5 in the paper's experiments. */
  readonly biasVariance: number;
  /** γ of a batch normalization before every ReLU, its shift 0; `null`: none. */
  readonly gamma: number | null;
  readonly input: {
    /** Mean square of an input's numbers, q̂⁰. */
    readonly square: number;
    /** Mean product of two inputs' numbers at one place, q̂⁰_xy. */
    readonly overlap: number;
  };
}

/** Of one layer, in the mean over weights. */
export interface MeanField {
  /** q^l and q^l_xy: mean square of what comes before the activation, and mean product for two inputs. */
  readonly q: number;
  readonly qxy: number;
  /** q̂^l and q̂^l_xy: the same behind the activation. */
  readonly hat: number;
  readonly hatxy: number;
  /** q̃^l and q̃^l_xy: squared slopes of one output to the layer's units, summed, and those of two inputs. */
  readonly tilde: number;
  readonly tildexy: number;
}

/**
 * The mean fields of every layer, first to last.
 *
 * Without batch norm q^l = σ_b² + σ_w² q̂^{l−1}, q̂^l = q^l/2, q̂^l_xy = (q^l/2π)(√(1−c²) + cπ/2 + c·asin c)
 * with c = q^l_xy/q^l; backwards q̃^l = (σ_w²/2) q̃^{l+1} and q̃^l_xy = (σ_w²/2π) q̃^{l+1}_xy (π/2 + asin c),
 * 1 at the linear output. With batch norm q̂^l = γ²/2, q̂^l_xy = γ²/2π, q̃^l = (γ²σ_w²/2) q̃^{l+1}/q^l and
 * q̃^l_xy = (γ²σ_w²/4) q̃^{l+1}_xy/q^l, as printed there: batch statistics are constants in these slopes.
 *
 * @throws EvenkeelError `CONFIG` for a network without layers or numbers out of range.
 */
export function meanField(network: MeanFieldNetwork): readonly MeanField[] {
  const { inputs, weightVariance: w, biasVariance: b, gamma, input } = network;
  check(network);
  const last = inputs.length - 1;
  const forward: Omit<MeanField, "tilde" | "tildexy">[] = [];
  let [hat, hatxy] = [input.square, input.overlap];
  for (let l = 0; l <= last; l++) {
    const [q, qxy] = [b + w * hat, b + w * hatxy];
    if (gamma === null) {
      const c = correlation(q, qxy);
      const angle = Math.sqrt(1 - c * c) + (c * Math.PI) / 2 + c * Math.asin(c);
      [hat, hatxy] = [q / 2, (q / (2 * Math.PI)) * angle];
    } else {
      [hat, hatxy] = [gamma ** 2 / 2, gamma ** 2 / (2 * Math.PI)];
    }
    forward.push({ q, qxy, hat, hatxy });
  }
  const fields: MeanField[] = [];
  let [tilde, tildexy] = [1, 1];
  for (let l = last; l >= 0; l--) {
    const layer = forward[l]!;
    if (l < last) {
      const { q, qxy } = layer;
      if (gamma === null) {
        const angle = Math.PI / 2 + Math.asin(correlation(q, qxy));
        [tilde, tildexy] = [(w / 2) * tilde, (w / (2 * Math.PI)) * tildexy * angle];
      } else {
        const share = (gamma ** 2 * w) / q;
        [tilde, tildexy] = [(share / 2) * tilde, (share / 4) * tildexy];
      }
    }
    fields.unshift({ ...layer, tilde, tildexy });
  }
  return fields;
}

/**
 * Σ_l f_l, f_l = N_{l−1} q̂^{l−1}_xy q̃^l_xy: a lower bound on λ_max of the Fisher information matrix, the mean
 * taken over random weights, for wide networks and many inputs. Biases, which add a little, are left out; so
 * are convolutions.
 *
 * @throws EvenkeelError `CONFIG` as {@link meanField}.
 * @see Wei, Stokes & Schwab 2019, Claim 3.1. The submission prints a tilde on both factors; its formula for
 *   convolutions shows that the first is the forward one.
 */
export function fisherLowerBound(network: MeanFieldNetwork): number {
  const fields = meanField(network);
  return network.inputs.reduce((total, inputs, l) => {
    const overlap = l === 0 ? network.input.overlap : fields[l - 1]!.hatxy;
    return total + inputs * overlap * fields[l]!.tildexy;
  }, 0);
}

function correlation(q: number, qxy: number): number {
  return Math.min(1, Math.max(-1, qxy / q));
}

function check({ inputs, weightVariance, biasVariance, gamma, input }: MeanFieldNetwork): void {
  const rules: readonly (readonly [boolean, string, unknown])[] = [
    [inputs.length > 0, "inputs: must be one layer at least", inputs.length],
    [weightVariance > 0, "weightVariance: must be above 0", weightVariance],
    [biasVariance >= 0, "biasVariance: must be at least 0", biasVariance],
    [gamma === null || gamma > 0, "gamma: must be above 0", gamma],
    [input.square > 0, "input.square: must be above 0", input.square],
    [Math.abs(input.overlap) <= input.square, "input.overlap: at most input.square", input.overlap],
  ];
  const broken = rules.find(([holds]) => !holds);
  if (broken) throw new EvenkeelError("CONFIG", `meanField: ${broken[1]}, got ${broken[2]}`);
}
