/** SN with a gradient penalty beside it. */
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { fidTest } from "../shared-tests.ts";
import { NO_METHOD, SMALL_NETWORKS } from "../small.ts";

const METHODS = {
  none: { base: "sndcgan-cifar10", set: NO_METHOD },
  SN: { base: "sndcgan-cifar10", set: {} },
  "SN and gradient penalty": { base: "sndcgan-cifar10-gp", set: {} },
} as const;

/** How much worse counts as the same. */
const SAME = 1.1;

export const gradientPenalty: Claim = {
  name: "gradient-penalty",
  paper: "SN-GAN",
  where: "with a gradient penalty; Kurach et al. 2019, SNDCGAN",
  claimed:
    "SN and a gradient penalty go together: both at once are about as good as SN, and better than neither.",
  method: {
    small: `${SMALL_NETWORKS}, channels as in SNDCGAN; 1000 generator steps, 3 seeds; Fréchet distance by the shapes classifier.`,
    paper: "SNDCGAN on CIFAR-10 as compare_gan has it; FID.",
  },
  published:
    "Kurach et al., released task list, CIFAR-10, FID: none 28.66 (at α 1e-4), SN 25.27, SN with penalty 26.00",
  criterion:
    "The mean Fréchet distance of both is at most a tenth above that of SN, and below that of neither.",
  test: fidTest({
    methods: METHODS,
    steps: 1000,
    title: "SN and a gradient penalty",
    decide(fid) {
      const both = fid("SN and gradient penalty");
      const [none, sn] = [fid("none"), fid("SN")];
      return {
        held: both <= SAME * sn && both < none,
        measured: `Fréchet distance: none ${measuredText(none)}, SN ${measuredText(sn)}, SN and penalty ${measuredText(both)}.`,
      };
    },
  }),
};
