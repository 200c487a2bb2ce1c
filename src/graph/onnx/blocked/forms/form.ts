/** What a form of a convolution is: one way to compute it on blocks. */
import type { ConvContext, ConvEnd } from "../convolution.ts";
import type { Weight } from "../weights.ts";
import type { Problem } from "./problem.ts";

/** One way to compute a convolution or one of its gradients. */
export interface Form {
  readonly name: string;
  /** Whether it gives the right numbers: by geometry and blocks. */
  fits(problem: Problem): boolean;
  /** Whether it is faster than the forms after it, as measured. */
  pays(problem: Problem): boolean;
}

/** A tensor in either layout; asked for, it is brought into it. */
export interface Operand {
  /** Its elements in row-major order. */
  plain(): string;
  /** In blocks of channels; only where they fill blocks. */
  blocked(): string;
  /** In blocks with the places outermost (`places.ts`); only where channels fill blocks. */
  places(): string;
}

/** A result: in blocks, whose last channels may be none of its own, with the places outermost, or in row-major order. */
export interface Result {
  readonly layout: "blocks" | "places" | "plain";
  readonly name: string;
}

/** A convolution's weight `[O, C, kH, kW]`. */
export interface Kernels {
  plain(): string;
  /**
   * `[O/b, C/b, kH, kW, b, b]`, or `[O/b, C, kH, kW, b]` where the inputs do not fill blocks; outputs that
   * do not fill the last block are filled up with zeros.
   */
  blocked(): string;
}

/** A form of the convolution itself. */
export interface ForwardForm extends Form {
  /** The layout of its result. */
  readonly gives: Result["layout"];
  emit(
    context: ConvContext,
    operands: { readonly x: Operand; readonly kernels: Kernels },
    problem: Problem,
    end: ConvEnd,
  ): string;
}

/** A form of the gradient to the weight; gives `[O, C, kH, kW]` in row-major order. */
export interface WeightGradForm extends Form {
  emit(
    context: ConvContext,
    operands: { readonly x: Operand; readonly dy: Operand },
    problem: Problem,
  ): string;
}

/** A form of the gradient to the input. */
export interface InputGradForm extends Form {
  /** @param convolve computes a convolution by the form that is chosen for it. */
  emit(
    context: ConvContext,
    operands: { readonly dy: Operand; readonly weight: Weight },
    problem: Problem,
    end: ConvEnd,
    convolve: Convolve,
  ): Result;
}

/** Emits a convolution by the form that is chosen for it, of those only that give blocks if said so. */
export type Convolve = (
  operands: { readonly x: Operand; readonly kernels: Kernels },
  problem: Problem,
  end: ConvEnd,
  only?: "blocks",
) => Result;
