/** The two Inception v3 networks that metrics are computed with, and what tells them apart. */

/** What distinguishes one Inception v3 from another. */
export interface InceptionVariant {
  readonly name: "inception-2015" | "inception-torchvision";
  /** For people. */
  readonly title: string;
  /** Outputs of the last layer. */
  readonly classes: number;
  /** Whether an average at the border counts the zeros around the image. */
  readonly countsPadding: boolean;
  /** Pooling of the last block's pool branch. */
  readonly lastPooling: "average" | "max";
  /** A pixel 0 … 255 goes in as (pixel − offset)/scale. */
  readonly offset: number;
  readonly scale: number;
  /** Whether the logits of the metrics have the last layer's bias. */
  readonly biasedLogits: boolean;
}

/**
 * `inception-2015`: the network of the original Inception score and FID, `classify_image_graph_def.pb` of
 * December 2015. Its logits leave out the bias, as the original Inception score does (Salimans et al.
 * 2016). `inception-torchvision`: torchvision's `inception_v3`.
 */
export const inceptionVariants = {
  "inception-2015": {
    name: "inception-2015",
    title: "the Inception v3 of December 2015, as in the original Inception score and FID",
    classes: 1008,
    countsPadding: false,
    lastPooling: "max",
    offset: 128,
    scale: 128,
    biasedLogits: false,
  },
  "inception-torchvision": {
    name: "inception-torchvision",
    title: "torchvision's Inception v3",
    classes: 1000,
    countsPadding: true,
    lastPooling: "average",
    offset: 127.5,
    scale: 127.5,
    biasedLogits: true,
  },
} as const satisfies Readonly<Record<string, InceptionVariant>>;

/** Names of the variants. */
export type InceptionName = keyof typeof inceptionVariants;

/** Whether this is the name of an Inception network, whose features alone give an FID, a KID and an Inception score. */
export function isInceptionName(name: string): name is InceptionName {
  return Object.hasOwn(inceptionVariants, name);
}

/** Width and height of the images that the network takes. */
export const INCEPTION_SIZE = 299;
/** Numbers of a feature: the last block's channels, averaged over their places. */
export const INCEPTION_DIMENSION = 2048;
