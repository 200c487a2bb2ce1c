/**
 * Where health ends. Chosen on the tuning runs of `npm run study:verdicts`; docs/health-accuracy.md shows how
 * often verdicts are right on its test runs.
 */
export const thresholds = {
  /** Records that must agree, so that one bad batch changes no verdict … */
  patience: 3,
  /** … of so many last ones, so that one good batch hides nothing. */
  window: 4,
  /** ‖∇ₓD‖ on generated images, mean: below it the generator learns nothing from D. */
  vanishingSlope: 1e-3,
  /** ‖∇ₓD‖ on generated images, mean: above it D is no function to descend on. */
  explodingSlope: 1e3,
  /** Norm of the loss's gradient to a weight, the largest of all layers. */
  explodingGradient: 1e4,
  /** D's loss over that of a D that outputs 0: above it D is worse than useless. */
  divergedLoss: 20,
  /** D's loss over that of a D that outputs 0: below it D has nothing left to learn from. */
  saturatedLoss: 0.02,
  /** The share of images that D judges right, mean of the window: from it on it tells them apart surely … */
  sureAccuracy: 0.85,
  /** … and they resemble real ones within this share of the largest distances. */
  nearDespite: 0.5,
  /** Diversity of generated images over that of real ones: below it they do not resemble them. */
  leastDiversity: 0.5,
  /** Diversity of generated images over that of real ones. */
  collapsedDiversity: 0.15,
  /** Diversity of generated images over the largest it has been: below it, it fell. */
  fallenDiversity: 0.25,
  /**
   * Distance of an image that resembles real ones to the nearest other one, over that of real ones: below it
   * they repeat.
   */
  repeatedImages: 0.2,
  /** Diversity of real images, over their own scale of [-1, 1]: below it they are one image. */
  singleImage: 1e-3,
  /** The largest |D(x) − D(G(z))|, means, of a D that has not begun to learn. */
  unlearnedGap: 0.02,
  /** Generator steps after which even a slow D has begun. */
  slowStart: 100,
  /** Records and generator steps before more than an alarm can be told. */
  enoughRecords: 3,
  enoughSteps: 100,
  /** Records with distances before it can be told whether they still fall. */
  enoughDistances: 6,
  /** The least distance of the last third of the records over the least before: below it, it still falls. */
  falling: 0.95,
} as const;
