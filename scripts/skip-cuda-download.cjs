// Keeps onnxruntime-node's install script from downloading CUDA libraries (some 250 MB from outside the registry)
// that this package never loads. npm runs every package's preinstall before any postinstall, and that script
// downloads nothing that is there already: an empty file under each of those names is enough. Asking for them by
// `--onnxruntime-node-install=cuda12` still gets them. In a clone of this repository .npmrc does the same.
const { closeSync, openSync } = require("node:fs");
const { dirname, join } = require("node:path");

const platform = `${process.platform}/${process.arch}`;
for (const file of missingFiles()) {
  try {
    closeSync(openSync(file, "wx"));
  } catch (error) {
    if (error.code !== "EEXIST") console.warn(`Could not reserve ${file}: ${error.message}`);
  }
}

function missingFiles() {
  try {
    const folder = dirname(require.resolve("onnxruntime-node/package.json"));
    const { requirements, manifests } = require(join(folder, "script/install-metadata.js"));
    const names = requirements[platform] ?? [];
    const files = names.flatMap((name) => Object.keys(manifests[`${platform}:${name}`] ?? {}));
    return files.map((file) => join(folder, "bin/napi-v6", platform, file));
  } catch {
    return []; // not unpacked yet, or laid out otherwise: then its own script decides
  }
}
