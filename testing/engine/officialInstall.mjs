// A process of its own: the SDK's installer knows no limit, and only a process can be ended with all it started.
import automation from "@pulumi/pulumi/automation/index.js";

try {
  await automation.PulumiCommand.install({ root: process.argv[2] });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
