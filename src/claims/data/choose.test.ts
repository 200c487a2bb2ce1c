import { expect, test } from "vitest";
import { chooseData } from "./choose.ts";

test("settings of the networks do not matter to the choice of images", async () => {
  const set = [
    ...["generator.normalization.name=none", "model.architecture=mlp", "loss=wasserstein"],
    ...["data.root=nowhere", "evaluate.features=digits"],
  ];
  const [data] = await chooseData({ scale: "small", set });
  expect(data).toMatchObject({
    name: "shapes",
    measure: { text: "Fréchet distance by the features of digits" },
  });
});
