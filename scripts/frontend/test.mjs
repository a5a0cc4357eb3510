// npm run test: bundles every tests/*.test.ts and runs it with Node's own runner.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { HERE } from "./bundles.mjs";

const folder = mkdtempSync(join(tmpdir(), "yusuan-frontend-"));
try {
  const tests = readdirSync(join(HERE, "tests")).filter((name) => name.endsWith(".test.ts"));
  if (tests.length === 0) throw new Error("no tests");
  await build({
    absWorkingDir: HERE,
    bundle: true,
    entryPoints: tests.map((name) => join(HERE, "tests", name)),
    format: "esm",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    platform: "node",
  });
  const made = tests.map((name) => join(folder, name.replace(/\.ts$/, ".mjs")));
  process.exitCode =
    spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...made], { stdio: "inherit" })
      .status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
