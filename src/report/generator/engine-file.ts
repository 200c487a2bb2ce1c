/** Where a page finds ONNX Runtime. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { onDisk, readBytes, readText } from "../../files/index.ts";

/** The script of ONNX Runtime for pages. */
export interface EngineFile {
  /** Its address on the content delivery network jsDelivr, of the version that this package depends on. */
  readonly address: string;
  /** The hash of its content, by which a browser refuses another one (Subresource Integrity). */
  readonly integrity: string;
}

/** The origin of jsDelivr, from which pages load ONNX Runtime. */
export const ENGINE_ORIGIN = "https://cdn.jsdelivr.net";

/** The script of ONNX Runtime for pages, on WebAssembly, of the installed version. */
export async function engineFile(): Promise<EngineFile> {
  const path = createRequire(import.meta.url).resolve("onnxruntime-web/wasm");
  const manifest = join(dirname(path), "../package.json");
  const { version } = JSON.parse(await onDisk("read", manifest, () => readText(manifest))) as {
    readonly version: string;
  };
  const bytes = await onDisk("read", path, () => readBytes(path));
  return {
    address: `${ENGINE_ORIGIN}/npm/onnxruntime-web@${version}/dist/${basename(path)}`,
    integrity: `sha384-${createHash("sha384").update(bytes).digest("base64")}`,
  };
}
