// Bundles the service worker with its two lists of files. Run in .web: node build.mjs <static dir> <public paths> <officer paths>
import { readFileSync, existsSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [staticDir, shellPaths, officerPaths] = [process.argv[2], ...process.argv.slice(3).map((list) => list.split(","))];
const require = createRequire(join(process.cwd(), "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { build } = await load("vite");
const { getManifest } = await load("workbox-build");

const htmlOf = (path) => join(path, "index.html").replace(/^\//, "");

/** Built files that `file` names, with those that they name. The list of all routes is a leaf: it names the whole product. */
function closure(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  if (/assets\/manifest-/.test(file) || !/\.(html|js|css)$/.test(file)) return found;
  const text = readFileSync(join(staticDir, file), "utf8");
  for (const [name] of text.matchAll(/[\w.$-]+\.(?:js|css|woff2|svg|png)\b/g)) {
    const asset = join("assets", name);
    if (existsSync(join(staticDir, asset))) closure(asset, found);
  }
  return found;
}

const filesOf = (paths) => new Set(paths.flatMap((path) => [...closure(htmlOf(path))]));
const shell = filesOf(shellPaths);
for (const folder of ["fonts", "icons", "publik"]) {
  for (const name of readdirSync(join(staticDir, folder))) if (/\.(woff2|svg|js)$/.test(name)) shell.add(join(folder, name));
}
shell.add("luring.html");
const officer = filesOf(officerPaths);
for (const file of shell) officer.delete(file);

async function entries(files) {
  const { manifestEntries, warnings } = await getManifest({
    globDirectory: staticDir,
    // Names are exact, so what a glob would read as a pattern is escaped.
    globPatterns: [...files].map((file) => file.replace(/[[\](){}!*?+@]/g, "\\$&")),
    dontCacheBustURLsMatching: /^assets\/.+-[\w-]{8}\.\w+$/,
    maximumFileSizeToCacheInBytes: 2 ** 21,
    manifestTransforms: [(list) => ({ manifest: list.map((entry) => ({ ...entry, url: `/${entry.url.replace(/index\.html$/, "")}` })), warnings: [] })],
  });
  if (warnings.length || manifestEntries.length !== files.size) throw new Error(`precache: ${warnings.join("; ")} (${manifestEntries.length} of ${files.size} files)`);
  return manifestEntries;
}

const lists = { __SHELL__: await entries(shell), __OFFICER__: await entries(officer) };
const buildId = createHash("sha256").update(JSON.stringify(lists)).digest("hex").slice(0, 12);
await build({
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"', __BUILD__: JSON.stringify(buildId), ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, JSON.stringify(list)])) },
  build: {
    outDir: staticDir,
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: join(process.cwd(), "public/islands/sw.js"), formats: ["iife"], name: "sambang", fileName: () => "sw.js" },
  },
});
