/** What images show. */

interface Content {
  /** In words, in the plural. */
  readonly text: string;
  /** What it is a kind of. */
  readonly kindOf?: string;
}

/** The contents that networks were made for or that data sets have. */
export const imageContents = {
  photographs: { text: "photographs" },
  things: { text: "photographs of animals and vehicles", kindOf: "photographs" },
  faces: { text: "photographs of faces", kindOf: "photographs" },
  shapes: { text: "drawings of the built-in set shapes" },
  digits: { text: "handwritten digits" },
  clothes: { text: "small gray pictures of clothes" },
} as const satisfies Readonly<Record<string, Content>>;

/** What images show. */
export type ImageContent = keyof typeof imageContents;

/** Whether what shows `content` shows `other` as well: faces are photographs. */
export function isKindOf(content: ImageContent, other: ImageContent): boolean {
  const { kindOf }: Content = imageContents[content];
  return content === other || kindOf === other;
}
