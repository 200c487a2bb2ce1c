/**
 * Seeded streams of random numbers.
 *
 * A run draws from several independent streams (initial weights, training noise, shuffling, samples), each
 * derived from the run's seed and the stream's name. Drawing more numbers from one stream does not affect
 * the others. The whole state of a stream is a small array of integers that a checkpoint stores.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A seeded stream of random numbers. */
export interface RandomStream {
  /** The next number of the uniform distribution on [0, 1). */
  uniform(): number;
  /** Fills `out` with numbers of the uniform distribution on [0, 1), multiples of 2⁻²⁴; returns it. */
  fillUniform(out: Float32Array): Float32Array;
  /** The next integer of the uniform distribution on 0 … `bound` − 1. */
  integer(bound: number): number;
  /** The next number of the standard normal distribution N(0, 1) (Box–Muller). */
  normal(): number;
  /** Fills `out` with standard normal numbers and returns it. */
  fillNormal(out: Float32Array): Float32Array;
  /** A permutation of 0 … `count` − 1 (Fisher–Yates). */
  permutation(count: number): Uint32Array;
  /** The state from which the stream can continue; JSON-safe. */
  state(): RandomState;
}

/** The state of a {@link RandomStream}: the generator's words, then the pending Box–Muller value. */
export interface RandomState {
  readonly words: readonly number[];
  readonly pendingNormal: number | null;
}

/**
 * The stream called `name` of the run with this `seed`.
 *
 * @param seed any safe integer.
 * @param name the stream's name; different names give unrelated streams.
 */
export function randomStream(seed: number, name: string): RandomStream {
  return streamFrom(xoroshiro128plus(hash(`${seed}/${name}`)), null);
}

/** The stream that continues from a {@link RandomStream.state}. */
export function restoreRandomStream(state: RandomState): RandomStream {
  return streamFrom(xoroshiro128plusFromState([...state.words]), state.pendingNormal);
}

function streamFrom(
  generator: ReturnType<typeof xoroshiro128plus>,
  firstPending: number | null,
): RandomStream {
  let pending = firstPending;
  const uniform = () => uniformFloat64(generator);
  const integer = (bound: number) => uniformInt(generator, 0, bound - 1);
  const normal = () => {
    if (pending !== null) {
      const value = pending;
      pending = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    pending = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uniform,
    fillUniform(out) {
      for (let i = 0; i < out.length; i++) out[i] = (generator.next() >>> 8) * 2 ** -24;
      return out;
    },
    integer,
    normal,
    fillNormal(out) {
      for (let i = 0; i < out.length; i++) out[i] = normal();
      return out;
    },
    permutation(count) {
      const order = Uint32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = integer(i + 1);
        const swapped = order[i] as number;
        order[i] = order[j] as number;
        order[j] = swapped;
      }
      return order;
    },
    state: () => ({ words: [...generator.getState()], pendingNormal: pending }),
  };
}

/** FNV-1a over UTF-16 code units, with a final avalanche: a 32-bit seed from a text. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
