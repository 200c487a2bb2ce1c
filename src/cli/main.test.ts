import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const src = resolve(import.meta.dirname, "..");

/** The sources that a source loads at once: imports of types and of `import()` are not among them. */
function loadedBy(path: string): string[] {
  const statements = readFileSync(path, "utf8").matchAll(
    /^(?:import|export) (?!type\b)(?:\{([^}]*)\}|[^;"']*?) ?(?:from )?"(\.[^"]+)";/gm,
  );
  return [...statements].flatMap(([, names, specifier = ""]) => {
    const onlyTypes = names?.split(",").every((name) => /^\s*(type\b|$)/.test(name));
    return onlyTypes ? [] : [resolve(path, "..", specifier)];
  });
}

test("the command line loads options only, so that help is instant", () => {
  const loaded = new Set<string>();
  const load = (path: string) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    loadedBy(path).forEach(load);
  };
  for (const name of ["main.ts", "shared/fail.ts", "program.ts"]) load(join(src, "cli", name));
  const found = [...loaded].map((path) => relative(src, path).replaceAll("\\", "/"));
  expect(found.filter((path) => path.endsWith("/options.ts")).length).toBeGreaterThan(13);
  const others = found.filter((path) => !path.endsWith("/options.ts"));
  // the names of metrics, of parts of class normalization and of continual methods are in the help
  const beside = others.filter((path) => !path.startsWith("metrics/")).sort();
  expect(beside).toEqual([
    ...["cli/main.ts", "cli/metrics/list.ts", "cli/program.ts"],
    ...["cli/shared/fail.ts", "cli/shared/own-images-options.ts"],
    "cli/zsl/parts.ts",
    ...["errors.ts", "files/disk-error.ts", "limits.ts", "random.ts"],
    ...["terminal/terminal.ts", "text.ts"],
    ...["a-gem", "ewc-online", "mas", "multi-task", "sequential"].map(
      (name) => `zsl/continual/methods/${name}.ts`,
    ),
    "zsl/continual/registry.ts",
  ]);
});
