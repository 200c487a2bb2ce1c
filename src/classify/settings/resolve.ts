/** From what a person gives to complete settings that fit each other. */

import { isJsonObject } from "../../json.ts";
import { type InitializerMethod, initializers } from "../../stabilizers/index.ts";
import { settingsError } from "./problems.ts";
import { expectFitting } from "./rules.ts";
import {
  type ClassifierSettings,
  type ClassifierSettingsInput,
  classifierSettingsSchema,
} from "./settings.ts";

/**
 * Fills in the defaults.
 *
 * @throws EvenkeelError `CONFIG` naming every wrong key, its rule and its value, or the reason why two settings do not
 *   fit each other.
 */
export function classifierSettings(given: ClassifierSettingsInput = {}): ClassifierSettings {
  const parsed = parse(withNames(given));
  const { normalization, initializer } = parsed;
  if (normalization === undefined) {
    const { fixup }: InitializerMethod = initializers[initializer.name];
    const name = fixup ? "none" : "batch-norm";
    return classifierSettings({ ...given, normalization: { name } });
  }
  const settings = { ...parsed, normalization };
  expectFitting(settings);
  return settings;
}

function parse(given: ClassifierSettingsInput) {
  const parsed = classifierSettingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw settingsError(classifierSettingsSchema, parsed.error, given);
}

/** The groups of settings that name a method, with the name that they have where none is given. */
const usualNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(classifierSettingsSchema.shape).flatMap(([key, schema]) => {
    const usual = schema.safeParse(undefined).data;
    return isJsonObject(usual) && typeof usual.name === "string" ? [[key, usual.name]] : [];
  }),
);

/** Adds the usual name to options of a method that is not named. */
function withNames(given: ClassifierSettingsInput): ClassifierSettingsInput {
  const named = Object.entries(given).map(([key, value]) => {
    const name = usualNames[key];
    return [
      key,
      name !== undefined && isJsonObject(value) ? { ...value, name: value.name ?? name } : value,
    ];
  });
  return Object.fromEntries(named);
}
