// npm run build [-- FOLDER]: bundles, licences.json and LICENCES.txt into docs/theme/assets/built/.
// Same sources, same bytes; a file is replaced only when it changed, and what is no longer made goes.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { bundle, contents, describe, HERE, licenceTexts } from "./bundles.mjs";

const TARGET = resolve(process.argv[2] ?? join(HERE, "../../docs/theme/assets/built"));

const { files, metafile } = await bundle();
const bundles = contents(metafile);
const names = [...new Set(Object.values(bundles).flat())].sort();
const licences = { bundles, packages: names.map(describe) };
files.set("licences.json", Buffer.from(`${JSON.stringify(licences, null, 2)}\n`));
files.set("LICENCES.txt", Buffer.from(names.map(section).join("\n\n")));
writeAll(TARGET, files);

/** @param {string} name */
function section(name) {
  const { version, licence, homepage } = describe(name);
  const head = `${name} ${version} · ${licence} · ${homepage}`;
  return `${head}\n${"=".repeat(78)}\n\n${licenceTexts(name).join("\n\n")}\n`;
}

/**
 * @param {string} folder
 * @param {Map<string, Uint8Array>} made
 */
function writeAll(folder, made) {
  mkdirSync(folder, { recursive: true });
  for (const [name, data] of made) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path).equals(data)) continue;
    writeFileSync(`${path}.new`, data);
    renameSync(`${path}.new`, path);
  }
  for (const name of readdirSync(folder)) {
    if (!made.has(name) && !name.startsWith(".")) rmSync(join(folder, name));
  }
}
