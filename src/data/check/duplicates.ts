/** Finds equal images among very many in little memory. */
import { createHash } from "node:crypto";
import type { Images } from "../../images/index.ts";

/** Remembers images by digests. */
export interface DuplicateFinder {
  /**
   * The index of an earlier image of the same values; `undefined` where there is none, and the image is
   * remembered by `index`.
   */
  earlier(image: Images, index: number): number | undefined;
}

/** Words of a digest that are kept. */
const words = 3;

/**
 * A finder for up to `count` images, in 64 bytes an image at most. Images count as equal when 96 bits of their
 * SHA-1 are: of a million different ones, that makes a single false pair with a chance of 10⁻¹⁷.
 */
export function duplicateFinder(count: number): DuplicateFinder {
  const slots = 2 ** Math.ceil(Math.log2(2 * count + 1));
  const digests = new Uint32Array(words * slots);
  /** Indices plus 1; 0 for a free slot. */
  const owners = new Uint32Array(slots);
  return {
    earlier(image, index) {
      const digest = createHash("sha1").update(image).digest();
      const word = (i: number) => digest.readUInt32LE(4 * i);
      let slot = word(0) & (slots - 1);
      for (; owners[slot] !== 0; slot = (slot + 1) & (slots - 1)) {
        const at = words * slot;
        if (digests[at] === word(0) && digests[at + 1] === word(1) && digests[at + 2] === word(2)) {
          return (owners[slot] as number) - 1;
        }
      }
      owners[slot] = index + 1;
      for (let i = 0; i < words; i++) digests[words * slot + i] = word(i);
      return undefined;
    },
  };
}
