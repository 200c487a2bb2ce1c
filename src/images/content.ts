/** What images show. */

/** The contents that networks were made for or that data sets have, in words. */
export const imageContents = {
  photographs: "photographs",
  shapes: "drawings of the built-in set shapes",
  digits: "handwritten digits",
  clothes: "small gray pictures of clothes",
} as const;

/** What images show. */
export type ImageContent = keyof typeof imageContents;
