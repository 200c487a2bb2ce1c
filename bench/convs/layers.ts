/** The shapes of the convolutions in the paper's CNN for 32 x 32 images. */

/** A convolution; all are padded by 1. Of a transposed one: the convolution whose gradient it is. */
export interface ConvLayer {
  readonly name: string;
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  /** Height and width. */
  readonly inputSize: number;
  readonly outputSize: number;
  readonly transposed: boolean;
}

/** The discriminator's seven convolutions and the generator's four, which has half of the images. */
export function cnnConvs(batch: number): ConvLayer[] {
  const widths = [3, 64, 64, 128, 128, 256, 256, 512];
  const down = widths.slice(1).map((outputs, i): ConvLayer => {
    const halves = i % 2 === 1;
    const inputSize = 32 / 2 ** Math.floor(i / 2);
    return {
      name: `discriminator/conv${i + 1}`,
      batch,
      inputs: widths[i]!,
      outputs,
      kernel: halves ? 4 : 3,
      stride: halves ? 2 : 1,
      inputSize,
      outputSize: halves ? inputSize / 2 : inputSize,
      transposed: false,
    };
  });
  const images = Math.ceil(batch / 2);
  const up = [512, 256, 128].map(
    (outputs, i): ConvLayer => ({
      name: `generator/deconv${i + 1}`,
      batch: images,
      inputs: outputs / 2,
      outputs,
      kernel: 4,
      stride: 2,
      inputSize: 8 * 2 ** i,
      outputSize: 4 * 2 ** i,
      transposed: true,
    }),
  );
  const last = { inputs: 64, outputs: 3, kernel: 3, stride: 1, inputSize: 32, outputSize: 32 };
  return [...down, ...up, { name: "generator/conv", batch: images, ...last, transposed: false }];
}
