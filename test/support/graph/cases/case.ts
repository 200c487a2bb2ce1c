/** What a test of one op is given. */
import type { Tensor64 } from "../../../../src/graph/index.ts";
import type {
  OpName,
  OpSignatures,
  PerInput,
  Signature,
} from "../../../../src/graph/signatures.ts";

/** One op on given inputs. */
export type Case<K extends OpName> = CaseOf<OpSignatures[K]>;

/** An op with this signature on given inputs. */
export interface CaseOf<S extends Signature> {
  readonly name: string;
  readonly inputs: PerInput<S, Tensor64>;
  readonly attributes: S["attributes"];
  /**
   * How large the inputs are, for the step of finite differences: 1 by default; `null` at kinks and
   * where a difference has no digits left.
   */
  readonly scale?: number | null;
  /** At a kink: the documented gradients of the sum of the result, one list an input. */
  readonly convention?: readonly (readonly number[])[];
}

/** Cases of some ops, at least one each. */
export type CaseTable<K extends OpName> = {
  readonly [P in K]: readonly [Case<P>, ...Case<P>[]];
};
