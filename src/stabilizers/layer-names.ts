/** Layers by name, as a config writes them. */

/**
 * Whether a pattern means the layer: its whole name, with `*` for any run of characters, so that
 * `block*` means `block1/conv1` too.
 */
export function matchesLayer(pattern: string, layer: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(layer);
}

/** The layer of a parameter: `conv1` of `conv1/weight`. */
export function layerOf(parameter: string): string {
  return parameter.replace(/\/?[^/]+$/, "");
}
