/** The built package, as Node loads it: quicker than its sources, which Vitest transforms for each file. */

/** The address of a built module; `module` is its source's path in `src` without the ending. */
export const builtUrl = (module: string) => new URL(`../../../dist/${module}.js`, import.meta.url);

/** Loads a built module. */
export function built<T>(module: string): Promise<T> {
  return import(/* @vite-ignore */ builtUrl(module).href);
}
