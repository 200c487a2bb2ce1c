/** Cases of the elementwise ops. */
import type { Tensor64 } from "../../../../src/graph/index.ts";
import type { elementwise } from "../../../../src/graph/ops/elementwise.ts";
import {
  awayFromZero,
  dataStream,
  distinct,
  float32,
  normal,
  positive,
  vector,
} from "../tensors.ts";
import type { Case, CaseTable } from "./case.ts";

const data = dataStream("elementwise");
type Unary = Case<"neg">;
type Binary = Case<"add">;
type Extra = Omit<Case<"neg">, "name" | "inputs" | "attributes">;

const one = (name: string, x: Tensor64, extra: Extra = {}): Unary => ({
  name,
  inputs: [x],
  attributes: {},
  ...extra,
});
const two = (name: string, a: Tensor64, b: Tensor64, extra: Extra = {}): Binary => ({
  name,
  inputs: [a, b],
  attributes: {},
  ...extra,
});

const huge = vector(0, -0, 3e38, -3e38, 1e-38, -1e-38, 1e10);
const tails = vector(-100, -30, -15, -8, 8, 15, 30, 88);
const nearZero = one("tiny", vector(1e-4, -1e-4, 3e-5, -2e-6));
const zeros = vector(0, -0);
const noElements = float32([0, 3], []);
/** A network that diverged must say so: NaN comes through every op. */
const notANumber = one("NaN", vector(NaN, 1, NaN), { scale: null });

/** A smooth function that is flat, or nearly a line, far from 0. */
const saturating = (): readonly [Unary, ...Unary[]] => [
  one("ordinary", normal([3, 4], data)),
  one("tails", tails, { scale: null }),
  one("zero", zeros),
];

/** Every pairing of shapes that broadcasting distinguishes. */
const pairs = (a: typeof normal, b: typeof normal = a): readonly [Binary, ...Binary[]] => [
  two("equal shapes", a([3, 5], data), b([3, 5], data)),
  two("scalars", a([], data), b([], data)),
  two("with a scalar", a([2, 3], data), b([], data)),
  two("a row", a([5], data), b([4, 5], data)),
  two("a column", a([4, 1], data), b([4, 5], data)),
  two("both stretched", a([2, 1, 3], data), b([1, 4, 1], data)),
  two("per channel", a([2, 3, 3, 2], data), b([3, 1, 1], data)),
  two("one element, more axes", a([1, 1, 1], data), b([2], data)),
  two("NaN on either side", vector(NaN, 1), vector(1, NaN), { scale: null }),
];

/** max or min; `wins` is the gradient of the first input at ties, a win, a tie of zeros and a loss. */
const extremum = (wins: readonly number[]): readonly [Binary, ...Binary[]] => [
  ...pairs(
    (shape) => distinct(shape, data),
    (shape) => distinct(shape, data, 0.05),
  ),
  two("ties", vector(1, 2, 0, -3), vector(1, 1, -0, 5), {
    scale: null,
    convention: [wins, wins.map((x) => 1 - x)],
  }),
  two("infinities", vector(Infinity, -Infinity, 1), vector(1, 1, -Infinity), { scale: null }),
];

export const elementwiseCases = {
  neg: [one("ordinary", normal([3, 4], data)), one("huge", huge, { scale: null }), notANumber],
  exp: [
    one("ordinary", normal([3, 4], data)),
    one("tails", vector(-80, -30, -15, 15, 30, 88), { scale: null }),
    one("zero", zeros),
    nearZero,
    notANumber,
  ],
  log: [
    one("ordinary", positive([3, 4], data)),
    one("near one", vector(0.999, 1, 1.001)),
    one("tiny", vector(1e-3, 3e-4), { scale: 1e-4 }),
    one("large", vector(1e4, 3e5), { scale: 1e4 }),
    one("extreme", vector(1e-37, 3e38, 0), { scale: null }),
    notANumber,
  ],
  sqrt: [
    one("ordinary", positive([3, 4], data)),
    one("tiny", vector(1e-3, 3e-4), { scale: 1e-4 }),
    one("large", vector(1e4, 3e5), { scale: 1e4 }),
    one("zero", vector(0), { scale: null, convention: [[Infinity]] }),
    one("extreme", vector(1e-37, 3e38), { scale: null }),
    notANumber,
  ],
  abs: [
    one("ordinary", awayFromZero([3, 4], data)),
    one("kink", zeros, { scale: null, convention: [[0, 0]] }),
    one("huge", huge, { scale: null }),
    notANumber,
  ],
  tanh: [...saturating(), nearZero, notANumber],
  sigmoid: [...saturating(), notANumber],
  softplus: [...saturating(), nearZero, notANumber],
  relu: [
    one("ordinary", awayFromZero([3, 4], data)),
    one("kink", zeros, { scale: null, convention: [[0, 0]] }),
    one("huge", huge, { scale: null }),
    one("no elements", noElements, { scale: null }),
    notANumber,
  ],
  leakyRelu: [
    { name: "ordinary", inputs: [awayFromZero([3, 4], data)], attributes: { slope: 0.1 } },
    {
      name: "kink",
      inputs: [zeros],
      attributes: { slope: 0.25 },
      scale: null,
      convention: [[0.25, 0.25]],
    },
    { name: "negative slope", inputs: [awayFromZero([7], data)], attributes: { slope: -0.5 } },
    { ...notANumber, attributes: { slope: 0.1 } },
    { name: "slope 0", inputs: [awayFromZero([7], data)], attributes: { slope: 0 } },
  ],
  stopGradient: [
    one("ordinary", normal([3, 4], data), { scale: null, convention: [Array(12).fill(0)] }),
  ],
  add: pairs(normal),
  sub: pairs(normal),
  mul: pairs(normal),
  div: [
    ...pairs(normal, awayFromZero),
    two("by a tiny number", vector(1, -2), vector(1e-3, 2e-3), { scale: 1e-3 }),
    two("by zero", vector(1, -1), vector(0, 0), { scale: null }),
  ],
  maximum: extremum([0.5, 1, 0.5, 0]),
  minimum: extremum([0.5, 0, 0.5, 1]),
} satisfies CaseTable<keyof typeof elementwise>;
