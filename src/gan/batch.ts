/** Batches of real images, typed by what a GAN takes. */
import type { Images, ImageType } from "../images/index.ts";

/**
 * Real images with their classes, as a GAN with this `imageType` and these `classes` takes them; valid until
 * the next batch is asked for. Of a GAN whose definition is not known to the compiler it is any images with
 * labels.
 */
export type Batch<
  Type extends ImageType = ImageType,
  Classes extends number | undefined = number | undefined,
> = {
  /** `[N, C, H, W]` */
  readonly images: Images<Type>;
} & ([Classes] extends [undefined]
  ? { readonly labels?: Int32Array | undefined }
  : {
      /** int32 `[N]` */
      readonly labels: Int32Array;
    });

/** Gives batches of real images. */
export interface BatchSource<
  Type extends ImageType = ImageType,
  Classes extends number | undefined = number | undefined,
> {
  next(): Batch<Type, Classes> | Promise<Batch<Type, Classes>>;
}
