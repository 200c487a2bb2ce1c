/** Fixup: a step moves the function as far at any depth; with He's initializer that explodes. */
import { lineChart } from "../../report/page/index.ts";
import { medianOf, verdictOf } from "../../statistics/index.ts";
import { formatNumber } from "../../text.ts";
import { type Claim, type ClaimContext, directScale, FIRST_SEED, type Findings } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { onProcessor } from "../on-processor.ts";
import { type Course, compileDeepStep, deepCourse } from "./course.ts";
import { type Method, methods } from "./networks.ts";

/** The learning rate of the paper. */
const RATE = 0.1;
const STEPS = 10;
const DRAWS = 3;
/** How far the largest update over all depths may be above the smallest. */
const WITHIN = 3;
/** Blocks of the networks whose gradients are drawn, and between which He's update must explode. */
const SHALLOW = 10;
const DEEP = 100;
/** The least growth: a variance that doubles with each block, as a standard deviation. */
const GROWTH = 2 ** ((DEEP - SHALLOW) / 2);

const SIZES = {
  small: { depths: [10, 30, 100, 1000], size: { channels: 8, side: 4, images: 16 } },
  paper: { depths: [10, 30, 100, 1000, 10_000], size: { channels: 16, side: 8, images: 16 } },
} as const;

/** The courses of all draws of one method at one depth. */
export interface Row {
  readonly method: Method;
  readonly blocks: number;
  readonly courses: readonly Course[];
}

export const fixupDepth: Claim = {
  name: "fixup-depth",
  paper: "Fixup",
  where: "abstract; section on residual networks at the start",
  claimed:
    "With Fixup a step of gradient descent moves the function of a residual network by the same order at any depth, so networks of thousands of layers train without normalization; with standard initialization the output's variance doubles with each block and gradients explode.",
  method: {
    small: `Residual networks of 10, 30, 100 and 1000 blocks, two 3x3 convolutions of 8 channels each, on 16 images of 4 pixels a side in four classes, which are colors with noise; gradient descent without momentum at the paper's rate, 0.1, scalars at a tenth of it, ${STEPS} steps of all images; ${DRAWS} draws of weights and images. Fixup with its three rules, He's initializer without normalization, and with batch norm. Depth alone is tested, so that all else is as small as it may be.`,
    paper: "The same with 16 channels at 8 pixels, up to 10 000 blocks.",
  },
  published: "networks of 10 000 layers train",
  criterion: `In every draw, each of Fixup's ${STEPS} updates of the function is at the depth where it is largest at most ${WITHIN} times as large as where it is smallest, and Fixup's loss falls at every depth; He's first update grows from 10 to 100 blocks by at least 2⁴⁵, the growth of the output's standard deviation, where one that is not finite is larger than all others.`,
  test: {
    kind: "direct",
    seconds: { small: 160, paper: 14_400 },
    measure: async (context) => judge(await coursesOf(context)),
  },
};

async function coursesOf(context: ClaimContext): Promise<readonly Row[]> {
  const { depths, size } = SIZES[directScale(context)];
  const { progress, signal } = context;
  const all = depths.flatMap((blocks) => methods.map((method) => ({ method, blocks })));
  // loading a network and its runs take as long as it is deep
  const total = all.reduce((sum, { blocks }) => sum + blocks, 0) * DRAWS;
  const rows: Row[] = [];
  let done = 0;
  for (const { method, blocks } of all) {
    const courses = await onProcessor(async (runtime) => {
      progress(`blocks of ${method}`, done, total);
      const trained = await compileDeepStep(runtime, method, blocks, size);
      const found: Course[] = [];
      for (let draw = 0; draw < DRAWS && !signal.aborted; draw++) {
        found.push(
          await deepCourse(runtime, trained, { seed: FIRST_SEED + draw, steps: STEPS, rate: RATE }),
        );
        done += blocks;
        progress(`blocks of ${method}`, done, total);
      }
      return found;
    });
    if (signal.aborted) break;
    rows.push({ method, blocks, courses });
  }
  return rows;
}

/** The findings of all depths of all methods. */
export function judge(rows: readonly Row[]): Findings {
  const of = (method: Method) => rows.filter((row) => row.method === method);
  const spreads = spreadsOf(of("Fixup"));
  const falls = of("Fixup").every(({ courses }) =>
    courses.every(({ losses }) => hasFallen(losses)),
  );
  const growths = growthsOf(of("He"));
  const isSteady = spreads.flat().every((spread) => spread <= WITHIN);
  const explodes = growths.every((growth) => growth >= GROWTH);
  const firsts = spreads.map(([first]) => first ?? Number.NaN);
  return {
    verdict: verdictOf(isSteady && falls && explodes),
    measured: `Over the depths, Fixup's first update is largest at ${number(Math.max(...firsts))} times its smallest, of all ${STEPS} updates at most ${number(Math.max(...spreads.flat()))} times; its loss ${falls ? "falls" : "does not fall"} at every depth; He's first update from 10 to 100 blocks grows by ${growths.map(growthText).join(", ")} in the ${DRAWS} draws.`,
    tables: [updateTable(rows), lossTable(rows)],
    charts: [updateChart(rows), gradientChart(rows)],
    notes: [
      "In Fixup's first step all gradients but those to the last layer are 0, whatever the depth: its first update does not depend on the depth at all. In the later ones branches move too.",
    ],
  };
}

/** By draw and step: the largest update over all depths over the smallest. */
function spreadsOf(rows: readonly Row[]): readonly (readonly number[])[] {
  return Array.from({ length: DRAWS }, (_, draw) =>
    Array.from({ length: STEPS }, (_, step) => {
      const found = rows.map(({ courses }) => courses[draw]?.updates[step] ?? Number.NaN);
      const spread = Math.max(...found) / Math.min(...found);
      return Number.isNaN(spread) ? Number.POSITIVE_INFINITY : spread;
    }),
  );
}

/** By draw: the first update in the deep network over that in the shallow one. */
function growthsOf(rows: readonly Row[]): readonly number[] {
  const first = (blocks: number, draw: number) =>
    rows.find((row) => row.blocks === blocks)?.courses[draw]?.updates[0] ?? Number.NaN;
  return Array.from({ length: DRAWS }, (_, draw) => first(DEEP, draw) / first(SHALLOW, draw));
}

function hasFallen(losses: readonly number[]): boolean {
  return losses.length === STEPS + 1 && losses.at(-1)! < losses[0]!;
}

function updateChart(rows: readonly Row[]) {
  return lineChart({
    title: "First update of the function",
    x: { label: "blocks", scale: "log" },
    y: { label: "size", scale: "log" },
    series: methods.map((name) => {
      const own = rows.filter(({ method }) => method === name);
      return {
        name,
        x: own.map(({ blocks }) => blocks),
        y: own.map(({ courses }) => drawn(medianOf(courses.map(({ updates }) => updates[0]!)))),
      };
    }),
  });
}

/** Of a network that all methods can compute; Fixup's third step, before which some of its gradients are 0. */
function gradientChart(rows: readonly Row[]) {
  return lineChart({
    title: `Gradient to each of ${DEEP} blocks, first draw: in the first step, with Fixup in the third`,
    x: { label: "block" },
    y: { label: "norm of the gradient", scale: "log" },
    series: methods.map((name) => {
      const row = rows.find(({ method, blocks }) => method === name && blocks === DEEP);
      const norms = row?.courses[0]?.gradients[name === "Fixup" ? 2 : 0] ?? [];
      return {
        name,
        x: Array.from(norms, (_, i) => i + 1),
        y: Array.from(norms, drawn),
      };
    }),
  });
}

function updateTable(rows: readonly Row[]) {
  return {
    title: "Size of the updates, and the gradient to the first block in the first step",
    head: ["method", "blocks", "draw", "first", "third", "last", "gradient"],
    rows: eachDraw(rows, ({ updates, gradients }) => [
      ...[updates[0], updates[2], updates[STEPS - 1]].map(number),
      number(gradients[0]?.[0]),
    ]),
  };
}

function lossTable(rows: readonly Row[]) {
  return {
    title: "Cross-entropy",
    head: ["method", "blocks", "draw", "before", `after ${STEPS} steps`],
    rows: eachDraw(rows, ({ losses }) => [number(losses[0]), number(losses[STEPS])]),
  };
}

function eachDraw(rows: readonly Row[], cells: (course: Course) => readonly string[]) {
  return rows.flatMap(({ method, blocks, courses }) =>
    courses.map((course, draw) => [method, formatNumber(blocks), draw + 1, ...cells(course)]),
  );
}

/** A measured number; one that is not finite, or that was not reached as one before it was not, says so. */
function number(value: number | undefined): string {
  return value !== undefined && Number.isFinite(value) ? measuredText(value) : "not finite";
}

function growthText(growth: number): string {
  return growth === Number.POSITIVE_INFINITY ? "more than float32 holds" : number(growth);
}

/** What a logarithmic axis has a place for. */
function drawn(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : Number.NaN;
}
