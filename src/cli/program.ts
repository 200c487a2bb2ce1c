/** The commands. Only options are loaded at the start: each command loads its work when it runs. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { commanderOutput } from "../terminal/terminal.ts";
import { addAnalyze } from "./analyze/options.ts";
import { addBench } from "./bench/options.ts";
import { addClaim } from "./claim/options.ts";
import { addClassify } from "./classify/options.ts";
import { addCompare } from "./compare/options.ts";
import { addData } from "./data/options.ts";
import { addDoctor } from "./doctor/options.ts";
import { addEvaluate } from "./evaluate/options.ts";
import { addExport } from "./export/options.ts";
import { addInit } from "./init/options.ts";
import { addMetrics } from "./metrics/options.ts";
import { addReport } from "./report/options.ts";
import { addSample } from "./sample/options.ts";
import { addStudio } from "./studio/options.ts";
import { addSweep } from "./sweep/options.ts";
import { addTrain } from "./train/options.ts";
import { addTuneScale } from "./tune-scale/options.ts";
import { addWatch } from "./watch/options.ts";
import { addZsl } from "./zsl/options.ts";

const manifest = new URL("../../package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };

/** Makes the errors of a command and of its parts say which command it was. */
function nameOnErrors(command: Command): void {
  command.exitOverride((error) => {
    throw Object.assign(error, { command });
  });
  command.commands.forEach(nameOnErrors);
}

/**
 * Creates the program with all its commands. Every call creates new ones, because commander keeps the
 * options that it has parsed in them.
 */
export function createProgram(): Command {
  const program = new Command("evenkeel")
    .description("Trains generative adversarial networks that stay on an even keel.")
    .version(version)
    // an option after a subcommand's name is the subcommand's
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput(commanderOutput);
  for (const add of [
    addTrain,
    addWatch,
    addStudio,
    addInit,
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
    addClassify,
    addZsl,
    addBench,
    addDoctor,
  ])
    add(program);
  nameOnErrors(program);
  return program;
}
