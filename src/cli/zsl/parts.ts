/** The parts of class normalization that can be left out. */
export const zslParts = ["ns", "an", "cs", "init"] as const;

/** One of {@link zslParts}. */
export type ZslPart = (typeof zslParts)[number];
