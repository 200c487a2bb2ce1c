/** What becomes of the colors of changed images. */

/** How the colors of an image are changed; images in [-1, 1]. */
export interface ColorChanges {
  /** Added. */
  readonly brightness: number;
  /** Times this. */
  readonly contrast: number;
  /** Whether the luma, the mean of the colors, changes its sign. */
  readonly isInverted: boolean;
  /** Radians about the axis of grays. */
  readonly hue: number;
  /** What is not luma, times this. */
  readonly saturation: number;
}

/** The colors as they are. */
export const unchangedColors: ColorChanges = {
  brightness: 0,
  contrast: 1,
  isInverted: false,
  hue: 0,
  saturation: 1,
};

/**
 * The map x ↦ `matrix`·x + `offset` of each image. With three channels or more the first three are red, green and
 * blue, otherwise the first one is gray; the others keep their values.
 *
 * With P = vvᵀ for v = (1, 1, 1)/√3 and the sign σ of the luma all changes are c·(σP + s(cos θ (I − P) + sin θ [v]×)),
 * applied to x + b.
 */
export function colorMapOf(changes: readonly ColorChanges[], channels: number) {
  const n = changes.length;
  const colors = channels >= 3 ? 3 : 1;
  const matrix = new Float32Array(n * channels * channels);
  const offset = new Float32Array(n * channels);
  for (const [image, { brightness, contrast, isInverted, hue, saturation }] of changes.entries()) {
    const luma = isInverted ? -contrast : contrast;
    const alike = contrast * saturation * Math.cos(hue);
    const turned = (contrast * saturation * Math.sin(hue)) / Math.sqrt(3);
    const block = matrix.subarray(image * channels * channels);
    for (let i = 0; i < channels; i++) block[i * channels + i] = 1;
    for (let i = 0; i < colors; i++) {
      offset[image * channels + i] = luma * brightness;
      for (let j = 0; j < colors; j++) {
        const own = i === j ? alike : 0;
        // [v]×: −1 where j follows i in the circle of red, green and blue, 1 where it precedes
        const around = i === j ? 0 : (j - i + 3) % 3 === 1 ? -turned : turned;
        block[i * channels + j] = (luma - alike) / colors + own + around;
      }
    }
  }
  return { matrix, offset };
}
