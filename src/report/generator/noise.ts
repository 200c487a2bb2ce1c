/** The noise of `evenkeel sample` in a page. */

/** The noise of a generator. */
export interface PageLatent {
  readonly latentSize: number;
  readonly latentDistribution: string;
}

/**
 * z of the first image of a seed, float32 `[latent]`: the same numbers as `sampleNoise` gives.
 *
 * A page has the text of this function, which therefore uses nothing from around it.
 *
 * @param truncation the largest absolute value of a number; 0: no limit.
 */
export function pageNoise(
  seed: number,
  { latentSize, latentDistribution }: PageLatent,
  truncation: number,
): Float32Array {
  /** The words of the generator xoroshiro128+. */
  const stream = (name: string) => {
    let h = 0x811c9dc5;
    const text = `${seed}/${name}`;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h = (h ^ (h >>> 16)) | 0;
    let [s01, s00, s11, s10] = [-1, ~h, h, 0];
    const next = () => {
      const out = (s00 + s10) | 0;
      const [a0, a1] = [s10 ^ s00, s11 ^ s01];
      const [b0, b1] = [s00, s01];
      s00 = (b0 << 24) ^ (b1 >>> 8) ^ a0 ^ (a0 << 16);
      s01 = (b1 << 24) ^ (b0 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
      s10 = (a1 << 5) ^ (a0 >>> 27);
      s11 = (a0 << 5) ^ (a1 >>> 27);
      return out;
    };
    const uniform = () => (next() & 0x3ffffff) * 2 ** -26 + (next() & 0x7ffffff) * 2 ** -53;
    let pending: number | null = null;
    const normal = () => {
      if (pending !== null) {
        const value = pending;
        pending = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      pending = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    };
    return { next, normal };
  };
  const { next, normal } = stream("sample");
  const z = new Float32Array(latentSize);
  if (latentDistribution === "uniform") return z.map(() => 2 * ((next() >>> 8) * 2 ** -24) - 1);
  for (let i = 0; i < z.length; i++) z[i] = normal();
  if (truncation === 0) return z;
  const again = stream("sample/truncation");
  for (let i = 0; i < z.length; i++) {
    while (Math.abs(z[i] as number) > truncation) z[i] = again.normal();
  }
  return z;
}
