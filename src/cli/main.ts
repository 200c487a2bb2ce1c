#!/usr/bin/env node
/** The command line. Only options are loaded at the start: each command loads its work when it runs. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addAnalyze } from "./analyze/options.ts";
import { addBench } from "./bench/options.ts";
import { addClaim } from "./claim/options.ts";
import { addCompare } from "./compare/options.ts";
import { addData } from "./data/options.ts";
import { addDoctor } from "./doctor/options.ts";
import { addEvaluate } from "./evaluate/options.ts";
import { addExport } from "./export/options.ts";
import { addMetrics } from "./metrics/options.ts";
import { addReport } from "./report/options.ts";
import { addSample } from "./sample/options.ts";
import { fail } from "./shared/fail.ts";
import { addSweep } from "./sweep/options.ts";
import { addTrain } from "./train/options.ts";
import { addTuneScale } from "./tune-scale/options.ts";

const manifest = new URL("../../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };

const program = new Command("evenkeel")
  .description("Trains generative adversarial networks that stay on an even keel.")
  .version(version)
  // an option after a subcommand's name is the subcommand's
  .enablePositionalOptions()
  .showHelpAfterError("(add --help to list commands and options)")
  .configureHelp({ showGlobalOptions: false })
  .exitOverride();
for (const add of [
  addTrain,
  addSweep,
  addTuneScale,
  addSample,
  addEvaluate,
  addCompare,
  addAnalyze,
  addClaim,
  addReport,
  addExport,
  addData,
  addMetrics,
  addBench,
  addDoctor,
])
  add(program);

// A reader that closes the pipe, such as head, ends the output, not the work.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

await program.parseAsync().catch(fail);
