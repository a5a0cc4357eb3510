// From src/*.ts to bundles in memory, and what the bundles are made of.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCES = join(HERE, "src");
const MODULES = "node_modules/";

/**
 * Make every bundle: one for each TypeScript file directly in src/.
 *
 * @returns {Promise<{files: Map<string, Uint8Array>, metafile: import("esbuild").Metafile}>}
 */
export async function bundle() {
  const entryPoints = readdirSync(SOURCES)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .sort()
    .map((name) => join(SOURCES, name));
  if (entryPoints.length === 0) throw new Error(`no entry in ${SOURCES}`);
  const result = await build({
    absWorkingDir: HERE,
    banner: { js: "/* licences: LICENCES.txt */" },
    bundle: true,
    charset: "utf8",
    define: { "process.env.NODE_ENV": '"production"' },
    entryPoints,
    format: "iife",
    legalComments: "none", // LICENCES.txt carries the whole texts
    metafile: true,
    minify: true,
    outdir: "built",
    target: "es2022",
    treeShaking: true,
    write: false,
  });
  const files = result.outputFiles.map(
    (file) => /** @type {const} */ ([nameOf(file), file.contents]),
  );
  return { files: new Map(files), metafile: result.metafile };
}

/** @param {import("esbuild").OutputFile} file */
const nameOf = (file) => relative(join(HERE, "built"), file.path).split(sep).join("/");

/**
 * Name the packages whose code lies inside each bundle.
 *
 * @param {import("esbuild").Metafile} metafile
 * @returns {Record<string, string[]>}
 */
export function contents(metafile) {
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const [path, output] of Object.entries(metafile.outputs)) {
    const inside = Object.entries(output.inputs)
      .filter(([input, { bytesInOutput }]) => input.includes(MODULES) && bytesInOutput > 0)
      .map(([input]) => packageOf(input));
    found[path.replace(/^built\//, "")] = [...new Set(inside)].sort();
  }
  return found;
}

/** @param {string} input a path below node_modules, perhaps nested */
function packageOf(input) {
  const [first = "", second = ""] = input
    .slice(input.lastIndexOf(MODULES) + MODULES.length)
    .split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

/**
 * Say what a package is, from its own manifest.
 *
 * @param {string} name
 */
export function describe(name) {
  const manifest = JSON.parse(readFileSync(join(HERE, MODULES, name, "package.json"), "utf8"));
  return {
    name,
    version: String(manifest.version),
    licence: String(manifest.license),
    homepage: String(manifest.homepage ?? `https://www.npmjs.com/package/${name}`),
  };
}

/**
 * Give the texts of licence and notice that go with a package.
 *
 * @param {string} name
 */
export function licenceTexts(name) {
  const folder = join(HERE, MODULES, name);
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => /^(licen[cs]es?|notice|copying|copyright)/i.test(entry.name))
    .flatMap((entry) =>
      entry.isFile()
        ? [entry.name]
        : readdirSync(join(folder, entry.name)).map((name) => join(entry.name, name)),
    )
    .sort();
  if (found.length === 0) throw new Error(`${name} carries no licence text`);
  return found.map((file) => readFileSync(join(folder, file), "utf8").trim());
}
