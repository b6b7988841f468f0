// Writes SDKs from a Pulumi schema, as `pulumi package gen-sdk` does. The built language hosts are too old for that command.
import { EngineUnavailable, reasonOf } from "./engine";
import { buildSdkGenerator } from "./fromGo/buildSdkGenerator";
import { interrupted } from "./interruption";
import { run } from "./run";

export type SdkLanguage = "nodejs" | "python" | "go";

type Report = (line: string) => void;

const silent: Report = () => undefined;

/** Writes an SDK's source into a folder. Files that are already in the folder stay, or are overwritten. */
export async function generateSdk(
  schemaFile: string,
  language: SdkLanguage,
  folder: string,
  report: Report = silent,
): Promise<void> {
  await runGenerator([schemaFile, language, folder], report);
}

/** Fails with everything that Pulumi has to say about a schema: errors, warnings, and unknown fields. */
export async function checkSchema(schemaFile: string, report: Report = silent): Promise<void> {
  await runGenerator([schemaFile, "check"], report);
}

async function runGenerator(args: readonly string[], report: Report): Promise<void> {
  const generator = await buildSdkGenerator(report).catch((error: unknown) => {
    if (interrupted()) {
      throw error;
    }
    throw new EngineUnavailable(
      `The SDK generator is not available: ${reasonOf(error)}\nIt needs Go to be built.`,
    );
  });
  await run(generator, args, { timeoutSeconds: 60, linesInError: 1000 });
}
