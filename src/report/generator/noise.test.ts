import { expect, test } from "vitest";
import { sampleNoise } from "../../runs/trained/index.ts";
import { pageNoise } from "./noise.ts";

test.each([0, 1, 7, 123_456_789, Number.MAX_SAFE_INTEGER])(
  "seed %d gives the noise of sample, of each distribution",
  (seed) => {
    for (const latentSize of [1, 128, 129]) {
      for (const latentDistribution of ["normal", "uniform"] as const) {
        const latent = { latentSize, latentDistribution };
        expect(pageNoise(seed, latent, 0)).toEqual(sampleNoise(seed, 1, latent));
      }
      const latent = { latentSize, latentDistribution: "normal" } as const;
      expect(pageNoise(seed, latent, 0.7)).toEqual(sampleNoise(seed, 1, latent, 0.7));
    }
  },
);

test("the text of the function uses nothing from around it", () => {
  const alone = new Function(`return ${pageNoise.toString()}`)() as typeof pageNoise;
  const latent = { latentSize: 9, latentDistribution: "normal" };
  expect(alone(3, latent, 1)).toEqual(pageNoise(3, latent, 1));
});
