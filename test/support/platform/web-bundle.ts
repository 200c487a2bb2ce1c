/** Bundles the test page (test/support/web) as an application's bundler would. */
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL("../web/", import.meta.url));

/** Where the bundled page lies. */
export const bundleFolder = fileURLToPath(new URL("../web/.build/", import.meta.url));

/**
 * Bundles the page with its worker into {@link bundleFolder}, and all floors for browsers as a library
 * into nothing.
 *
 * @returns what imports a module of Node, as `importer: module`.
 */
export async function bundle(): Promise<string[]> {
  const found = new Set<string>();
  const watch: Plugin = {
    name: "imports-of-node",
    enforce: "pre",
    resolveId(source, importer) {
      if (isBuiltin(source)) found.add(`${importer}: ${source}`);
    },
  };
  const common: InlineConfig = { root, configFile: false, logLevel: "error", plugins: [watch] };
  await build({
    ...common,
    worker: { format: "es", plugins: () => [watch] },
    build: { outDir: bundleFolder, emptyOutDir: true, target: "es2023" },
  });
  await build({
    ...common,
    build: { write: false, target: "es2023", lib: { entry: "floors.ts", formats: ["es"] } },
  });
  return [...found];
}
