/** The allowed names of runs; a run's name is a part of its folder's name. */
export const RUN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** {@link RUN_NAME} in words. */
export const RUN_NAME_RULE =
  "must be 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit";

/** The longest name that {@link RUN_NAME} allows, from any text; `run` where nothing of it is allowed. */
export function runNameFrom(text: string): string {
  const allowed = text.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return allowed.slice(0, 100) || "run";
}
