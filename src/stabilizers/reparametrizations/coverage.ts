/** Options of every reparametrization in a network, whatever the method. */
import { z } from "zod";

/** Which layers a reparametrization covers, and the learnable factor on what it makes. */
export const coverageOptions = z.strictObject({
  layers: z
    .array(z.string().min(1))
    .min(1)
    .default(["*"])
    .describe("the layers it covers, by name; * stands for anything, as in conv* or block1/*"),
  gamma: z
    .enum(["none", "shared", "layer"])
    .default("none")
    .describe(
      "a learnable factor on the weights it makes, 1 at first: one for all layers or one for each (SN-GAN, tables 7 and 8; BSN, same-γ and diff-γ)",
    ),
  gammaOnBias: z
    .boolean()
    .default(true)
    .describe("whether that factor multiplies the layers' biases too (the BSN authors' code: yes)"),
});
export type Coverage = z.output<typeof coverageOptions>;
