#!/usr/bin/env node
/** The command line. Each command loads what it needs when it runs, so that help is instant. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addAnalyze } from "./analyze.ts";
import { addBench } from "./bench.ts";
import { addClaim } from "./claim.ts";
import { addCompare } from "./compare.ts";
import { addData } from "./data.ts";
import { addDoctor } from "./doctor.ts";
import { addEvaluate } from "./evaluate.ts";
import { addExport } from "./export.ts";
import { fail } from "./fail.ts";
import { addMetrics } from "./metrics.ts";
import { addReport } from "./report.ts";
import { addSample } from "./sample.ts";
import { addSweep } from "./sweep.ts";
import { addTrain } from "./train.ts";
import { addTuneScale } from "./tune-scale.ts";

const manifest = new URL("../../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };

const program = new Command("evenkeel")
  .description("Trains generative adversarial networks that stay on an even keel.")
  .version(version)
  // so that an option after a subcommand's name is the subcommand's
  .enablePositionalOptions()
  .showHelpAfterError("(add --help for what there is)")
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

// A reader that goes away, as head does, ends what is told, not what is done.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

await program.parseAsync().catch(fail);
