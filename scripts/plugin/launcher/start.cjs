// Starts the plugin if this Node.js is new enough. An old one must be able to read this file.
var version = process.versions.node;
if (parseInt(version, 10) < 20) {
  console.error("digitalocean-databases: the plugin needs Node.js 20 or newer, and node is " + version + ".");
  process.exit(1);
}
require("./plugin.cjs");
