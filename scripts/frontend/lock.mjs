// Takes out of lock files what only asks for money: addresses have no place in them.
// `node lock.mjs package-lock.json …`; hashes and versions stay as they are.
import { readFileSync, writeFileSync } from "node:fs";

for (const path of process.argv.slice(2)) {
  const lock = JSON.parse(readFileSync(path, "utf8"));
  for (const one of Object.values(lock.packages)) delete one.funding;
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
