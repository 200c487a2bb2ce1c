/** Those who take turns: we and the peers, each in a process of its own. */
import { fileURLToPath } from "node:url";
import { EvenkeelError } from "../errors.ts";
import { parameterCount } from "../gan/index.ts";
import type { DeviceStatus } from "../runtime/node.ts";
import { type Case, caseModel } from "./cases.ts";
import { type Answer, type LineProcess, startLineProcess, startWorker } from "./line-process.ts";

/** Timings of one turn. */
export interface Turn {
  readonly ms: readonly number[];
  readonly peakMiB: number | null;
}

/** One who can time iterations of a case, warmed up. */
export interface Side {
  /** As results call it: `ours`, `pytorch`, `pytorch-best`. */
  readonly name: string;
  /** At least so many iterations, and as many as take so long. */
  run(iterations: number, leastMs: number): Promise<Turn>;
}

/** A process, and the sides in it. */
export interface Sides {
  readonly sides: readonly Side[];
  /** Its engine's version; of ours that of Evenkeel is told elsewhere. */
  readonly version: string;
  close(): Promise<void>;
}

/** Where sides compute. */
export interface Place {
  /** `cpu`; else a graphics card, and the peer's is the accelerator that PyTorch finds. */
  readonly device: DeviceStatus["device"];
  /** Processor threads; 0 for all cores. */
  readonly threads: number;
}

/** Our own side. */
export async function startOurs(definition: Case, { device, threads }: Place): Promise<Sides> {
  const script = new URL("./worker.js", import.meta.url);
  const worker = await startWorker(script, [definition.name, String(threads), device]);
  return {
    sides: [side("ours", worker, "run")],
    version: String(worker.greeting.version),
    close: worker.close,
  };
}

/** What the script's variants are called in results. */
const PEER_NAMES: Readonly<Record<string, string>> = {
  idiomatic: "pytorch",
  best: "pytorch-best",
};
/** The exit codes by which the script says what is not there. */
const MISSING = { 3: "PyTorch is missing", 4: "PyTorch's accelerator is missing" };

/**
 * The sides of the PyTorch script.
 *
 * @param python the interpreter.
 * @throws EvenkeelError `USAGE` with what is missing: PyTorch, Python or an accelerator; `ENGINE` when a
 *   variant's networks have not as many parameters as ours, or its losses are not finite.
 */
export async function startPyTorch(
  definition: Case,
  { device, threads }: Place,
  python: string,
): Promise<Sides> {
  const script = fileURLToPath(new URL("../../assets/pytorch/pytorch_step.py", import.meta.url));
  const peer = await startLineProcess({
    file: python,
    args: [
      script,
      `--case=${definition.name}`,
      ...(threads > 0 ? [`--threads=${threads}`] : []),
      // the tuned variant is tuned for the processor
      ...(device === "cpu" ? [] : ["--accelerator", "--variants=idiomatic"]),
    ],
    who: "the peer",
    advice: "Name the interpreter that has PyTorch with --python.",
    exitCodes: MISSING,
  });
  const { torch, variants, parameters, losses } = peer.greeting as unknown as Greeting;
  for (const variant of variants) {
    expectSameNetworks(definition, variant, parameters[variant]!);
    if (Number.isFinite(losses[variant])) continue;
    throw new EvenkeelError(
      "ENGINE",
      `bench: the loss of PyTorch's ${variant} must be finite, got ${losses[variant]}`,
    );
  }
  return {
    sides: variants.map((variant) => side(PEER_NAMES[variant] ?? variant, peer, `run ${variant}`)),
    version: torch,
    close: peer.close,
  };
}

interface Counts {
  readonly generator: number;
  readonly discriminator: number;
}

interface Greeting {
  readonly torch: string;
  readonly variants: readonly string[];
  readonly parameters: Readonly<Record<string, Counts>>;
  readonly losses: Readonly<Record<string, number>>;
}

/** Times of other networks would say nothing. */
function expectSameNetworks(definition: Case, variant: string, theirs: Counts): void {
  const model = caseModel(definition);
  for (const player of ["generator", "discriminator"] as const) {
    const own = parameterCount(model[player]);
    if (theirs[player] === own) continue;
    throw new EvenkeelError(
      "ENGINE",
      `bench: ${definition.name}: the ${player} of PyTorch's ${variant} must have ${own} parameters, got ${theirs[player]}`,
    );
  }
}

function side(name: string, from: LineProcess, request: string): Side {
  return {
    name,
    async run(iterations, leastMs) {
      const answer: Answer & Partial<Turn> = await from.ask(`${request} ${iterations} ${leastMs}`);
      if (answer.ms === undefined || answer.peakMiB === undefined) {
        throw new EvenkeelError("ENGINE", `bench: ${name} failed: ${answer.error}`);
      }
      return { ms: answer.ms, peakMiB: answer.peakMiB };
    },
  };
}
