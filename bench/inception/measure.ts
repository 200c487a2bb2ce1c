/** How many images a second Inception takes features of, with random weights. */
import { setTimeout as sleep } from "node:timers/promises";
import { describeMachine, type Machine, median, peakMiB } from "evenkeel/bench";
import { sizeOf } from "evenkeel/graph";
import {
  createInceptionExtractor,
  INCEPTION_SIZE,
  type InceptionName,
  type InceptionWeights,
  inceptionParameters,
  inceptionVariants,
} from "evenkeel/metrics/extractors";
import { type NodeDevice, nodeEngine } from "evenkeel/runtime/node";

/** What images of one size take. */
export interface InceptionSpeed {
  readonly name: InceptionName;
  /** Width and height of the images before they are resized. */
  readonly side: number;
  readonly isResized: boolean;
  /** Median over the rounds. */
  readonly imagesPerSecond: number;
}

/** What `bench:inception --json` prints. */
export interface InceptionBench {
  readonly machine: Machine;
  readonly device: string;
  readonly batch: number;
  /** Of loading the network into the engine. */
  readonly compileMs: number;
  readonly speeds: readonly InceptionSpeed[];
  readonly peakMiB: number;
}

export interface InceptionBenchOptions {
  readonly device: NodeDevice;
  /** Images of a run of the network. */
  readonly batch: number;
  /** Timed runs of each size, after one that is not. */
  readonly rounds: number;
  /** 0 for all cores. */
  readonly threads: number;
  readonly onProgress: (text: string) => void;
}

/** As large as the network takes them, so that nothing is resized, and as data sets have them. */
const SIDES = [INCEPTION_SIZE, 32, 128];
const PAUSE_MS = 50;

/** Times the extractor from pixels to features and logits, resizing with its own resizer. */
export async function measureInception(options: InceptionBenchOptions): Promise<InceptionBench> {
  const { device, batch, rounds, threads, onProgress } = options;
  const engine = nodeEngine({ device, threads });
  const name = "inception-2015" as const;
  onProgress(`${name}: loading random weights`);
  const weights = randomWeights(name);
  const start = performance.now();
  const extractor = await createInceptionExtractor(engine, weights, { batchSize: batch });
  const compileMs = performance.now() - start;
  const sizes = SIDES.map((side) => {
    const shape = [batch, 3, side, side] as const;
    const images = Uint8Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7919) % 256);
    return { side, run: () => extractor.extract(images, shape), ms: [] as number[] };
  });
  await sizes[0]!.run();
  await sleep(PAUSE_MS);
  // in turns, so that a machine that gets slower does so for all
  for (let round = 1; round <= rounds; round++) {
    onProgress(`${name}: round ${round} of ${rounds}, ${batch} images of each size`);
    for (const { run, ms } of sizes) {
      const begin = performance.now();
      await run();
      ms.push(performance.now() - begin);
    }
  }
  const speeds = sizes.map(({ side, ms }) => ({
    name,
    side,
    isResized: side !== INCEPTION_SIZE,
    imagesPerSecond: (1000 * batch) / median(ms),
  }));
  await extractor.release();
  const machine = describeMachine(threads);
  return { machine, device: engine.device, batch, compileMs, speeds, peakMiB: peakMiB() };
}

/** Weights of the size of real ones, such that activations neither grow nor vanish. */
function randomWeights(variant: InceptionName): InceptionWeights {
  const parameters = inceptionParameters(inceptionVariants[variant]);
  const tensors = parameters.map(({ name, shape }, seed) => {
    const [, ...inputs] = shape;
    const bound = inputs.length === 0 ? 0.1 : Math.sqrt(6 / sizeOf(inputs));
    const data = new Float32Array(sizeOf(shape));
    for (let i = 0; i < data.length; i++) {
      data[i] = bound * (((i + seed) * 7919) % 1009) * (2 / 1009) - bound;
    }
    return [name, { dtype: "float32", shape, data }] as const;
  });
  return { variant, tensors: new Map(tensors), source: { file: "random", sha256: "none" } };
}
