/** A config as a flat list of keys, as the pages filter and compare them. */
import type { ConfigValue } from "../api.ts";

/**
 * The values of a config by their keys, `discriminator.reparametrization.name` for the name within groups. A list
 * is one value: its JSON text.
 */
export function configValues(config: unknown): Readonly<Record<string, ConfigValue>> {
  const values: Record<string, ConfigValue> = {};
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) {
        visit(inner, key === "" ? name : `${key}.${name}`);
      }
    } else if (key !== "") values[key] = isPlain(value) ? value : JSON.stringify(value);
  };
  visit(config, "");
  return values;
}

const isPlain = (value: unknown): value is ConfigValue =>
  value === null || ["string", "number", "boolean"].includes(typeof value);
