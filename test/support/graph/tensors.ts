/** Seeded tensors for tests; every float32 element is exact in float32. */
import type { Tensor64 } from "../../../src/graph/index.ts";
import { type Shape, sizeOf } from "../../../src/graph/index.ts";
import { type RandomStream, randomStream } from "../../../src/random.ts";

/** A float32 tensor of these elements. */
export function float32(shape: Shape, elements: Iterable<number>): Tensor64 {
  return { dtype: "float32", shape, data: Float64Array.from(elements, Math.fround) };
}

/** A float32 vector of these elements. */
export function vector(...elements: readonly number[]): Tensor64 {
  return float32([elements.length], elements);
}

/** An int32 tensor of these elements. */
export function int32(shape: Shape, elements: Iterable<number>): Tensor64 {
  return { dtype: "int32", shape, data: Float64Array.from(elements) };
}

/** A uint8 tensor of these elements. */
export function uint8(shape: Shape, elements: Iterable<number>): Tensor64 {
  return { dtype: "uint8", shape, data: Float64Array.from(elements) };
}

/** A bool tensor of these elements, 0 or 1. */
export function bool(shape: Shape, elements: Iterable<number>): Tensor64 {
  return { dtype: "bool", shape, data: Float64Array.from(elements) };
}

/** Standard normal numbers. */
export function normal(shape: Shape, stream: RandomStream): Tensor64 {
  return float32(
    shape,
    Array.from({ length: sizeOf(shape) }, () => stream.normal()),
  );
}

/** Numbers of both signs, at least 0.1 from 0. */
export function awayFromZero(shape: Shape, stream: RandomStream): Tensor64 {
  return map(normal(shape, stream), (x) => (x < 0 ? x - 0.1 : x + 0.1));
}

/** Positive numbers, at least 0.2. */
export function positive(shape: Shape, stream: RandomStream): Tensor64 {
  return map(normal(shape, stream), (x) => Math.abs(x) + 0.2);
}

/** Shuffled numbers of both signs, each at least 0.1 from all others, none 0; `shift` moves all. */
export function distinct(shape: Shape, stream: RandomStream, shift = 0): Tensor64 {
  const size = sizeOf(shape);
  return float32(
    shape,
    Array.from(stream.permutation(size), (k) => (k - Math.floor(size / 2)) * 0.1 + 0.02 + shift),
  );
}

/** `x` with `f` applied to its elements. */
export function map(x: Tensor64, f: (element: number) => number): Tensor64 {
  return { ...x, data: x.data.map((element) => Math.fround(f(element))) };
}

/** The stream of a test's data. */
export function dataStream(name: string): RandomStream {
  return randomStream(20_180_216, name);
}
