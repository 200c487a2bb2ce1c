/** Writes an export and prints where it is and how it is used. */
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { writeOutput } from "../../files/index.ts";
import {
  type ExampleKind,
  exampleText,
  generatorFacts,
  generatorPage,
} from "../../report/generator/index.ts";
import {
  type ExportFormat,
  type ExportPart,
  exportRun,
  openTrained,
  type Trained,
} from "../../runs/trained/index.ts";
import { print, printText, tell } from "../../terminal/terminal.ts";
import { formatBytes } from "../../text.ts";
import type { CheckpointName } from "../shared/options.ts";
import { expectFreePlace, expectSameKind } from "../shared/outputs.ts";

/** The command's options. */
export interface ExportFlags {
  readonly format: ExportFormat;
  readonly what?: ExportPart;
  readonly step?: CheckpointName;
  readonly out?: string;
  readonly example?: ExampleKind;
  readonly page?: string;
}

/** Exports networks of the run in a folder. */
export async function exportNetworks(folder: string, flags: ExportFlags): Promise<void> {
  const { format, what = format === "onnx" ? "generator" : "all", example, page } = flags;
  const usual = join(folder, `${what}.${format}`);
  const { out = usual } = flags;
  const isGenerator = format === "onnx" && what === "generator";
  for (const option of [example && "--example", page && "--page"]) {
    if (option === undefined || isGenerator) continue;
    throw new EvenkeelError("USAGE", `export: ${option} must be used with a generator as ONNX`, {
      advice: "Leave out --format and --what.",
    });
  }
  const trained = await openTrained(folder, flags.step);
  const { path = [] } = trained.config.data;
  const reads = [path].flat();
  await expectFreePlace("--out", flags.out, { usual: [usual], reads });
  await expectSameKind("--out", flags.out, [`.${format}`]);
  await expectFreePlace("--page", page, { reads });
  await expectSameKind("--page", page, [".html"]);
  for (const note of trained.notes) tell(note);
  if (page !== undefined) return writePage(trained, page);
  const facts = example && generatorFacts(trained, "--example");
  const bytes = await exportRun(trained, format, what);
  await writeOutput(out, bytes);
  const done = `${what} of step ${trained.counters.gStep}, ${formatBytes(bytes.length)}: ${out}`;
  if (example !== undefined && facts !== undefined) {
    // what is printed is the program alone, so that it can go to a file
    tell(done);
    return printText(await exampleText(example, facts, out));
  }
  print(done);
  if (isGenerator && trained.model.definition.imageType !== "float32") {
    print("ten lines that run it: add --example node, python or page; as a page: --page out.html");
  }
}

async function writePage(trained: Trained, page: string): Promise<void> {
  const facts = generatorFacts(trained, "--page");
  const text = await generatorPage(facts, await exportRun(trained, "onnx", "generator"));
  await writeOutput(page, text);
  const size = formatBytes(Buffer.byteLength(text));
  print(`generator of step ${trained.counters.gStep} as a page, ${size}: ${page}`);
  print("open it in a browser; it loads ONNX Runtime from cdn.jsdelivr.net and nothing else");
}
