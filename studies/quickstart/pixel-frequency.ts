/** How much of a checkerboard images have. */

/**
 * The share of images' energy at the pixel frequency: of the squared magnitudes of the discrete Fourier transform of
 * all images and channels, without their means, the part whose wavelength is two pixels along an axis or both. Noise
 * of independent pixels of side S has about 2/S; transposed convolutions that give even and odd pixels other weights
 * add to it (Odena et al. 2016).
 *
 * @param images uint8 `[count, side, side]`, a channel after the other; the side must be even.
 * @returns from 0 to 1; NaN where no channel varies.
 */
export function pixelFrequencyShare(images: Uint8Array, side: number): number {
  const length = side * side;
  let [all, atFrequency] = [0, 0];
  for (let first = 0; first < images.length; first += length) {
    const channel = images.subarray(first, first + length);
    const mean = channel.reduce((sum, pixel) => sum + pixel, 0) / length;
    const [rows, columns] = [new Float64Array(side), new Float64Array(side)];
    let both = 0;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const pixel = channel[y * side + x]! - mean;
        all += pixel ** 2;
        rows[y]! += x % 2 === 0 ? pixel : -pixel;
        columns[x]! += y % 2 === 0 ? pixel : -pixel;
        both += (x + y) % 2 === 0 ? pixel : -pixel;
      }
    }
    // by Parseval's theorem along the other axis; the corner of the transform belongs to both lines
    atFrequency += (squares(rows) + squares(columns)) / side - both ** 2 / length;
  }
  return atFrequency / all;
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
