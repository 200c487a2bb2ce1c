/** What the browser tests run, in a page or in a worker. */
import { EvenkeelError } from "../../../src/errors.ts";
import type { OpName } from "../../../src/graph/index.ts";
import { type Engine, selfCheck } from "../../../src/runtime/index.ts";
import { type WebEngineOptions, webEngine } from "../../../src/runtime/web.ts";
import { withEndOnlyPadding, withWrongResult } from "../platform/faulty-engines.ts";
import { opNames, runOp } from "../platform/op-cases.ts";
import { countTwice } from "../platform/state-case.ts";
import { type Numbers, runSteps, type StepOutcome } from "../platform/step-case.ts";

/** What the tests can ask for. */
export interface Tasks {
  /** The engine's own description. */
  describe(engine: Engine): Promise<string>;
  /** What the self-check finds wrong with the engine as it is, and with faulty ones. */
  selfCheck(engine: Engine): Promise<Record<"asIs" | "wrongNumber" | "endOnlyPadding", string[]>>;
  /** Counting with {@link countTwice}. */
  count(engine: Engine): Promise<number[][]>;
  /** One training step. */
  steps(engine: Engine): Promise<StepOutcome>;
  /** The cases of every op. */
  ops(engine: Engine): Promise<Partial<Record<OpName, Numbers>>>;
}

const tasks: Tasks = {
  describe: async ({ description }) => description,
  selfCheck: async (engine) => ({
    asIs: await wrongIn(engine),
    wrongNumber: await wrongIn(withWrongResult(engine, "matmul", (x) => x * 1.01 + 0.01)),
    endOnlyPadding: await wrongIn(withEndOnlyPadding(engine)),
  }),
  count: countTwice,
  async steps(engine) {
    const { results, state } = await runSteps(engine);
    return { results: plain(results), state: plain(state) };
  },
  async ops(engine) {
    const results: Partial<Record<OpName, Numbers>> = {};
    for (const op of opNames) results[op] = await runOp(engine, op);
    return results;
  },
};

/** Makes an engine and does the task on it. */
export async function perform(task: keyof Tasks, options: WebEngineOptions): Promise<unknown> {
  return tasks[task](await webEngine(options));
}

async function wrongIn(engine: Engine): Promise<string[]> {
  try {
    await selfCheck(engine);
    return [];
  } catch (error) {
    const wrong = error instanceof EvenkeelError ? error.details.wrong : undefined;
    if (wrong === undefined) throw error;
    return wrong as string[];
  }
}

function plain(numbers: Numbers): Numbers {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [name, Array.from(values)]),
  );
}
