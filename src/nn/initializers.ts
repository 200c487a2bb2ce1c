/**
 * Initializers of weights. Biases and shifts start at 0, scales at 1, whatever the initializer.
 */
import { Matrix, QrDecomposition } from "ml-matrix";
import { type Shape, sizeOf } from "../graph/index.ts";
import type { RandomStream } from "../random.ts";
import type { ParameterSpec } from "./parameter.ts";
import { widthRatio } from "./proportions.ts";

/** Fills a weight: float32 in row-major order, of the shape of `spec`. */
export type Initializer = (spec: ParameterSpec, random: RandomStream) => Float32Array;

/** N(0, std²). */
export function normal(std: number): Initializer {
  return ({ shape }, random) => {
    const values = random.fillNormal(new Float32Array(sizeOf(shape)));
    return replaceEach(values, (x) => x * std);
  };
}

/** N(0, std²), with draws beyond two standard deviations drawn again. */
export function truncatedNormal(std: number): Initializer {
  return ({ shape }, random) => {
    const values = random.fillNormal(new Float32Array(sizeOf(shape)));
    return replaceEach(values, (first) => {
      let x = first;
      while (Math.abs(x) > 2) x = random.normal();
      return x * std;
    });
  };
}

/** N(0, 1/fan-in). @see LeCun et al. 1998, "Efficient BackProp". */
export function lecunNormal(): Initializer {
  return (spec, random) => normal(Math.sqrt(1 / spec.fanIn))(spec, random);
}

/**
 * U(−a, a) with a = gain·√(6 / (fan-in + fan-out)), of variance 2·gain²/(fan-in + fan-out), times the
 * layer's own gain. @see Glorot & Bengio 2010, eq. 16.
 */
export function xavierUniform(gain = 1): Initializer {
  return ({ shape, fanIn, fanOut, gain: own = 1 }, random) => {
    const bound = gain * own * Math.sqrt(6 / (fanIn + fanOut));
    const values = random.fillUniform(new Float32Array(sizeOf(shape)));
    return replaceEach(values, (x) => (2 * x - 1) * bound);
  };
}

/**
 * N(0, 2/((1 + slope²)·fan-in)), for leaky ReLU of this slope. @see He et al. 2015, eq. 10 and 15.
 *
 * @param slope default: the slope in the weight's specification, else 0 (ReLU).
 */
export function kaimingNormal(slope?: number): Initializer {
  return (spec, random) => {
    const used = slope ?? spec.slope ?? 0;
    return normal(Math.sqrt(2 / ((1 + used ** 2) * spec.fanIn)))(spec, random);
  };
}

/**
 * gain times a random matrix with orthonormal rows or columns, whichever are fewer: the weight's first
 * axis against all others, uniform over all such matrices. With a reference its numbers have the mean square
 * of the reference's, 1/its longer side. @see Saxe et al. 2014.
 */
export function orthogonal(gain = 1): Initializer {
  return ({ shape, reference }, random) => {
    const [rows, columns] = sides(shape);
    const [tall, thin] = [Math.max(rows, columns), Math.min(rows, columns)];
    const size = reference ? gain * Math.sqrt(tall / Math.max(...sides(reference.shape))) : gain;
    const gaussian = Matrix.from1DArray(
      tall,
      thin,
      Array.from({ length: tall * thin }, () => random.normal()),
    );
    const qr = new QrDecomposition(gaussian);
    const [q, r] = [qr.orthogonalMatrix, qr.upperTriangularMatrix];
    const signs = Array.from({ length: thin }, (_, i) => (r.get(i, i) < 0 ? -size : size));
    const out = new Float32Array(rows * columns);
    for (let i = 0; i < tall; i++) {
      for (let j = 0; j < thin; j++) {
        const place = rows === tall ? i * columns + j : j * columns + i;
        out[place] = q.get(i, j) * (signs[j] as number);
      }
    }
    return out;
  };
}

/** A weight's first axis, and all others as one. */
function sides([rows = 1, ...rest]: Shape): readonly [number, number] {
  return [rows, sizeOf(rest)];
}

/** In place: `map` takes seven times as long and another array. */
function replaceEach(values: Float32Array, change: (x: number) => number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = change(values[i] as number);
  return values;
}

/**
 * The value of a parameter before training: weights by `initializer`, those with a reference by what it has
 * there, times √r (proportions.ts); biases and shifts 0, scales 1.
 */
export function initialValue(
  spec: ParameterSpec,
  initializer: Initializer,
  random: RandomStream,
): Float32Array {
  switch (spec.role) {
    case "weight":
      return initialWeight(spec, initializer, random);
    case "scale":
      return new Float32Array(sizeOf(spec.shape)).fill(1);
    case "bias":
    case "shift":
      return new Float32Array(sizeOf(spec.shape));
  }
}

function initialWeight(
  spec: ParameterSpec,
  initializer: Initializer,
  random: RandomStream,
): Float32Array {
  if (spec.reference === undefined) return initializer(spec, random);
  const { fanIn, fanOut } = spec.reference;
  const factor = Math.sqrt(widthRatio(spec));
  return replaceEach(initializer({ ...spec, fanIn, fanOut }, random), (x) => factor * x);
}
