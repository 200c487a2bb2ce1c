/** `npm run test:pytorch`, `test:tensorboard` and `test:examples`: what is compared with Python's programs, or runs there. */
import { execFileSync } from "node:child_process";
import { installPackages, refuse, runVitest } from "./platform/run-vitest.mjs";
import { build } from "./setup.mjs";

/** The files of each test, the module that it needs with its version, and the packages to install. */
const tests = {
  pytorch: {
    files: ["pytorch", "pytorch-bench"],
    module: "torch",
    version: "2.13.0",
    packages: ["torch==2.13.0", "numpy"],
  },
  tensorboard: {
    files: ["tensorboard"],
    module: "tensorboard",
    version: "2.21.0",
    packages: ["tensorboard==2.21.0"],
  },
  examples: {
    files: ["examples"],
    module: "onnxruntime",
    version: "1.32.0",
    packages: ["onnxruntime==1.32.0", "numpy", "pillow"],
  },
};

const [name] = process.argv.slice(2);
const { files, module, version, packages } = tests[name];
const python = process.env.PYTHON ?? "python3";

/** The version of the module, or what is missing. */
function found() {
  const code = `import numpy, ${module}; print(${module}.__version__)`;
  try {
    const output = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
    return execFileSync(python, ["-c", code], output).trim();
  } catch (error) {
    const lines = String(error.stderr ?? error.message).trim();
    return `missing (${lines.split("\n").at(-1)})`;
  }
}

const there = found();
if (there.split("+")[0] === version) {
  await installPackages();
  await build();
  await runVitest(...files);
} else {
  refuse([
    `test:${name}: ${python} must have ${module} ${version} and NumPy, got ${there}`,
    `Install them with: ${python} -m pip install ${packages.join(" ")}`,
    `Or name another interpreter: PYTHON=… npm run test:${name}`,
  ]);
}
