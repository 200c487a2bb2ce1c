/** Runs that are built to fail, and good ones. Chosen on the seeds 0 and 10. */

/** A run of a recipe. */
export interface VerdictCase {
  readonly name: string;
  /** Whether it was built to fail. */
  readonly fails: boolean;
  readonly base: string;
  readonly steps: number;
  /** Options `path=value` on top of the recipe. */
  readonly set: readonly string[];
}

type Run = Omit<VerdictCase, "name" | "fails">;

const method = (text: string) => `discriminator.reparametrization={${text}}`;

function adam(player: string, learningRate: number, beta1: number, beta2: number): string {
  return `${player}.optimizer={name: adam, learningRate: ${learningRate}, beta1: ${beta1}, beta2: ${beta2}}`;
}

function images(steps: number, ...set: readonly string[]): Run {
  return { base: "quickstart", steps, set };
}

/** Setting F of the SN-GAN paper's table 1, without a stabilizer. */
const settingF = [
  adam("generator", 1e-3, 0.9, 0.999),
  adam("discriminator", 1e-3, 0.9, 0.999),
  ...["nDis=5", method("name: none")],
];

const failing: Readonly<Record<string, Run>> = {
  "scale far too large": images(400, method("name: ssn, scale: 8")),
  "scale far too small": images(400, method("name: ssn, scale: 0.1")),
  "learning rates 100 times too large": images(
    400,
    adam("generator", 1e-1, 0, 0.999),
    adam("discriminator", 4e-2, 0, 0.999),
  ),
  "learning rates 100 times too small": images(
    1600,
    adam("generator", 1e-5, 0, 0.999),
    adam("discriminator", 4e-6, 0, 0.999),
  ),
  "no stabilizer, setting F": images(200, ...settingF),
  "no stabilizer, setting F, Wasserstein": images(200, ...settingF, "loss=wasserstein"),
  "one image": images(400, "data.count=1"),
  "weights clipped at 0.0001": images(
    400,
    ...[method("name: none"), "loss=wasserstein"],
    "discriminator.projections=[{name: clip, limit: 0.0001}]",
  ),
  "discriminator far stronger": images(
    200,
    ...[method("name: none"), "nDis=10"],
    adam("discriminator", 1e-3, 0.5, 0.999),
    adam("generator", 1e-6, 0.5, 0.999),
  ),
  "points, generator's rate 1000 times too large": {
    base: "eight-gaussians",
    steps: 1600,
    set: [adam("generator", 1, 0.5, 0.999)],
  },
};

const R1 = "discriminator.penalties=[{name: r1}]";
const good: Readonly<Record<string, Run>> = {
  SN: images(600),
  "SSN, scale 1.2": images(600, method("name: ssn, scale: 1.2")),
  "SSN, scale 1.5": images(600, method("name: ssn, scale: 1.5")),
  "BSSN, scale 1.2": images(600, method("name: bssn, scale: 1.2")),
  "BSSN, scale 1.5": images(600, method("name: bssn, scale: 1.5")),
  "SN, non-saturating loss": images(600, "loss=non-saturating"),
  "SN, R1": images(600, R1),
  "R1 alone": images(600, method("name: none"), "loss=non-saturating", R1),
  "points, SN": { base: "eight-gaussians", steps: 6400, set: [] },
  "points, BSSN": { base: "eight-gaussians-bssn", steps: 6400, set: [] },
};

/** Ten runs that fail, then ten good ones. */
export const verdictCases: readonly VerdictCase[] = [
  ...Object.entries(failing).map(([name, run]) => ({ name, fails: true, ...run })),
  ...Object.entries(good).map(([name, run]) => ({ name, fails: false, ...run })),
];

/** One step: how far an untrained generator's images are from the real ones. */
export const untrained: VerdictCase = { name: "start", fails: true, ...images(1) };
