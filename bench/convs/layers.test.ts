import { caseModel, DEFAULT_CASE, selectCases } from "evenkeel/bench";
import { expect, test } from "vitest";
import { cnnConvs } from "./layers.ts";

test("the single convolutions are the network's own", () => {
  const [definition] = selectCases([DEFAULT_CASE]);
  const model = caseModel(definition!);
  const weights = Object.fromEntries(
    (["generator", "discriminator"] as const).flatMap((player) =>
      model[player].parameters
        .filter(({ shape }) => shape.length === 4)
        .map(({ name, shape }) => [`${player}/${name}`, [...shape]]),
    ),
  );
  const measured = Object.fromEntries(
    cnnConvs(128).map(({ name, inputs, outputs, kernel }) => [
      `${name}/weight`,
      [outputs, inputs, kernel, kernel],
    ]),
  );
  expect(measured).toEqual(weights);
});
