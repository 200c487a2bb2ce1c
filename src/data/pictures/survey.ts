import sharp from "sharp";
import { reasonOf } from "../../files/index.ts";
import {
  type BrokenFile,
  chooseEvenly,
  type DataCallbacks,
  type ImageSurvey,
  imageSizes,
} from "../dataset/index.ts";
import { refuseBomb, refuseDepth } from "./demand.ts";
import { fileAt, type ImageList } from "./image-list.ts";
import { visitImages } from "./visit.ts";

/** How many files are looked at: enough for a median, and few enough where they are large photographs. */
const LOOKED_AT = 256;
/** The side to which they are shrunk, to see their colors. */
const SIDE = 32;

/** What one image is like. */
interface Look {
  readonly width: number;
  readonly height: number;
  readonly gray: boolean;
  readonly blank: boolean;
  readonly transparent: boolean;
}

/**
 * Looks at some of the images of a list, evenly spread: their sizes and colors.
 *
 * @throws EvenkeelError `DATA` when the signal stops it.
 */
export async function surveyImages(
  list: ImageList,
  hasTest: boolean,
  callbacks: DataCallbacks,
): Promise<ImageSurvey> {
  const { source, images, labels, classes } = list;
  const chosen = chooseEvenly(images.length, Math.min(LOOKED_AT, images.length));
  const looks: Look[] = [];
  const broken: BrokenFile[] = [];
  const look = async (position: number) => {
    const place = chosen[position] as number;
    try {
      looks.push(await lookAt(await source.read(images[place] as number)));
    } catch (error) {
      const [reason = ""] = reasonOf(error).split("\n");
      broken.push({ file: fileAt(list, place), reason });
    }
  };
  await visitImages({ ...list, images: chosen }, "read", look, callbacks);
  const counts = new Uint32Array(classes.length);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const aspects = Float64Array.from(looks, ({ width, height }) => width / height).sort();
  const number = (holds: (one: Look) => boolean) => looks.filter(holds).length;
  return {
    path: source.path,
    count: images.length,
    classes: classes.map((name, label) => ({ name, count: counts[label] as number })),
    hasTest,
    looked: chosen.length,
    sizes: imageSizes(looks.map(({ width, height }) => Math.min(width, height))),
    aspect: aspects[(aspects.length - 1) >> 1] ?? 1,
    gray: number(({ gray }) => gray),
    blank: number(({ blank }) => blank),
    transparent: number(({ transparent }) => transparent),
    broken,
    notes: list.notes,
  };
}

async function lookAt(bytes: Uint8Array): Promise<Look> {
  const metadata = await sharp(bytes, { failOn: "error" }).metadata();
  refuseDepth(metadata);
  refuseBomb(metadata, bytes.length, false);
  const { data, info } = await sharp(bytes, { failOn: "error" })
    .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { channels } = info;
  const at = (place: number, channel: number) => data[place + Math.min(channel, channels - 1)];
  const colors = channels < 3 ? 1 : 3;
  const places = Array.from({ length: data.length / channels }, (_, i) => i * channels);
  const of = [0, 1, 2].slice(0, colors);
  const alpha = channels === 2 || channels === 4 ? channels - 1 : undefined;
  return {
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    gray: places.every((place) => of.every((channel) => at(place, channel) === data[place])),
    blank: places.every((place) => of.every((channel) => at(place, channel) === data[channel])),
    transparent: alpha !== undefined && places.some((place) => data[place + alpha] !== 255),
  };
}
