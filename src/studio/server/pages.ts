/** The files of the studio's pages, as the build left them. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EvenkeelError } from "../../errors.ts";
import { readBytes, readText } from "../../files/index.ts";

/** Where the build puts them. */
export const PAGES = fileURLToPath(new URL("../../pages/studio/", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** The pages. */
export interface Pages {
  /** The document of every page, with the token in it. */
  readonly document: string;
  /** By names: what the document loads from `/assets/`. */
  readonly assets: ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }>;
}

/**
 * Reads the pages.
 *
 * @throws EvenkeelError `USAGE` if they were not built.
 */
export async function readPages(token: string, folder = PAGES): Promise<Pages> {
  let document: string;
  try {
    document = await readText(join(folder, "index.html"));
  } catch (cause) {
    throw new EvenkeelError("USAGE", `studio: its pages are missing in ${folder}`, {
      advice: "Build them: npm run build",
      cause,
    });
  }
  const assets = new Map<string, { type: string; bytes: Uint8Array }>();
  for (const name of await readdir(join(folder, "assets"))) {
    const type = TYPES[name.split(".").at(-1) ?? ""];
    if (type === undefined) continue;
    assets.set(name, { type, bytes: await readBytes(join(folder, "assets", name)) });
  }
  return { document: document.replace("%TOKEN%", token), assets };
}
