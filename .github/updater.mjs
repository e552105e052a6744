// What a release needs so that the program brings itself up to date; used only where there is a release key.
//
// usage: node .github/updater.mjs config              what is put over tauri.conf.json
//        node .github/updater.mjs manifest FOLDER     latest.json about the packages of FOLDER that have a signature
// Both read GITHUB_REPOSITORY; `config` reads UPDATER_PUBLIC_KEY, `manifest` the tag in GITHUB_REF_NAME.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

function variable(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

function config() {
  const releases = `https://github.com/${variable("GITHUB_REPOSITORY")}/releases`;
  return {
    bundle: { createUpdaterArtifacts: true },
    plugins: {
      updater: {
        pubkey: variable("UPDATER_PUBLIC_KEY"),
        endpoints: [`${releases}/latest/download/latest.json`],
      },
    },
  };
}

/** The system that a package is for, as the updater names it; none for the packages that their system updates. */
function target(name) {
  const arch = /_(aarch64|arm64)[._-]/.test(name) ? "aarch64" : /_(x64|x86_64)[._-]/.test(name) ? "x86_64" : null;
  if (arch === null) return null;
  if (name.endsWith(".app.tar.gz")) return `darwin-${arch}`;
  return name.endsWith(".msi") ? `windows-${arch}` : null;
}

function manifest(folder) {
  const tag = variable("GITHUB_REF_NAME");
  const download = `https://github.com/${variable("GITHUB_REPOSITORY")}/releases/download/${tag}`;
  const files = readdirSync(folder);
  const signed = files.filter((name) => target(name) !== null && files.includes(`${name}.sig`));
  const platforms = signed.map((name) => {
    const signature = readFileSync(join(folder, `${name}.sig`), "utf8").trim();
    return [target(name), { signature, url: `${download}/${name}` }];
  });
  if (platforms.length === 0) throw new Error(`no package in ${folder} has a signature`);
  return {
    version: tag.replace(/^v/, ""),
    pub_date: new Date().toISOString(),
    platforms: Object.fromEntries(platforms),
  };
}

const [what, folder] = process.argv.slice(2);
const answers = { config, manifest: () => manifest(folder) };
console.log(JSON.stringify(answers[what]()));
