/** Registers the tests that every function over the ops has to pass. */
import { describe, test } from "vitest";
import { createBuilder } from "../../../src/graph/index.ts";
import { cpuComposite } from "../tolerances.ts";
import { checkDerivatives, expectEngineAgrees, runBoth } from "./checks.ts";
import { experiment, type Subject } from "./experiment.ts";

/**
 * For each subject: the engine agrees with the reference on the result and its first two derivatives,
 * and these equal finite differences.
 */
export function describeSubjects(subjects: Readonly<Record<string, Subject>>): void {
  describe.each(Object.entries(subjects))("%s", (name, subject) => {
    const e = experiment(createBuilder(), name, subject);
    test("the engine agrees with the reference", async () => {
      expectEngineAgrees(await runBoth(e), name, cpuComposite);
    });
    test("derivatives equal finite differences", () => {
      checkDerivatives(e, name);
    });
  });
}
