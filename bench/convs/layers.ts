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

/**
 * The discriminator's seven convolutions and the generator's four, which has half of the images.
 *
 * @param width channels of the first; 64 in the paper.
 */
export function cnnConvs(batch: number, width = 64): ConvLayer[] {
  const widths = [3, ...[1, 1, 2, 2, 4, 4, 8].map((n) => n * width)];
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
  const up = [8 * width, 4 * width, 2 * width].map(
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
  const last = { inputs: width, outputs: 3, kernel: 3, stride: 1, inputSize: 32, outputSize: 32 };
  return [...down, ...up, { name: "generator/conv", batch: images, ...last, transposed: false }];
}

/** `64-128 4x4/2 16px`: channels, kernel and stride, height and width of the input. */
export function shapeText({ inputs, outputs, kernel, stride, inputSize, transposed }: ConvLayer) {
  const [from, to] = transposed ? [outputs, inputs] : [inputs, outputs];
  const side = transposed ? inputSize / stride : inputSize;
  return `${from}-${to} ${kernel}x${kernel}${stride > 1 ? `/${stride}` : ""} ${side}px`;
}
