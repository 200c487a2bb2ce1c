/** Statistics of the values of many images, gathered image by image. */
import type { Images } from "../../images/index.ts";
import type { ImageDataset } from "../dataset/index.ts";

/** What the values of one channel are like, over all pixels of all images. */
export interface ChannelStatistics {
  readonly mean: number;
  /** The standard deviation, divided by n. */
  readonly std: number;
  readonly least: number;
  readonly greatest: number;
}

/** A running account of images. */
export interface Tally {
  /** Counts an image, `[C, H, W]`; whether each channel has a single value. */
  add(image: Images): boolean;
  /** What each channel is like so far; after one image at least. */
  statistics(): readonly ChannelStatistics[];
}

/** An empty account for a set's images. */
export function createTally({ dtype, channels }: Pick<ImageDataset, "dtype" | "channels">): Tally {
  const accounts = Array.from({ length: channels }, dtype === "uint8" ? byBins : byMoments);
  return {
    add(image) {
      const plane = image.length / channels;
      let blank = true;
      accounts.forEach((account, channel) => {
        const values = image.subarray(channel * plane, (channel + 1) * plane);
        account.add(values);
        blank &&= values.every((value) => value === values[0]);
      });
      return blank;
    },
    statistics: () => accounts.map((account) => account.statistics()),
  };
}

interface Account {
  add(values: Images): void;
  statistics(): ChannelStatistics;
}

/** Counts of the values 0 … 255: exact sums, whatever their number. */
function byBins(): Account {
  const bins = new Float64Array(256);
  return {
    add(values) {
      for (const value of values) bins[value] = (bins[value] as number) + 1;
    },
    statistics() {
      const total = bins.reduce((sum, n) => sum + n, 0);
      const mean = bins.reduce((sum, n, value) => sum + n * value, 0) / total;
      const variance = bins.reduce((sum, n, value) => sum + n * (value - mean) ** 2, 0) / total;
      const [least, greatest] = [bins.findIndex((n) => n > 0), bins.findLastIndex((n) => n > 0)];
      return { mean, std: Math.sqrt(variance), least, greatest };
    },
  };
}

/**
 * Running mean and sum of squared deviations of any values.
 *
 * @see Welford 1962, Note on a method for calculating corrected sums of squares and products.
 */
function byMoments(): Account {
  let [count, mean, squares] = [0, 0, 0];
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    add(values) {
      for (const value of values) {
        const before = value - mean;
        mean += before / ++count;
        squares += before * (value - mean);
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    },
    statistics: () => ({ mean, std: Math.sqrt(squares / count), least, greatest }),
  };
}
