// Runs the SDK's installer. It has no time limit, so `download.ts` runs this as a process that it can kill.
import automation from "@pulumi/pulumi/automation/index.js";

try {
  await automation.PulumiCommand.install({ root: process.argv[2] });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
