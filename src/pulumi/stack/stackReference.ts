import { shown } from "../../api/shown";
import { DigitalOceanApiError } from "../../errors";
import * as pulumi from "@pulumi/pulumi";
import { unitTestMocks } from "../sdkInternals";

/**
 * The stack, once its name is sure to be one that the engine can look up.
 *
 * Pulumi takes `stack`, `organization/stack` and `organization/project/stack`, and an empty organization or project is the
 * program's own. A self-managed backend has one organization only, whose name is the word `organization`. What can never
 * work is refused here, because the engine's own error does not say what to write.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireStack(stack: pulumi.StackReference | string): pulumi.StackReference | string {
  if (typeof stack === "string") {
    requireStackName(stack);
    return stack;
  }
  if (pulumi.Resource.isInstance(stack)) {
    return stack;
  }
  throw refused(`it must be a StackReference, or a name such as ${fullForm}.`);
}

const fullForm = "organization/project/stack";

function requireStackName(name: string): void {
  const parts = name.split("/");
  const stack = parts.at(-1)?.trim() ?? "";
  if (stack === "" || parts.length > 3) {
    throw refused(`${described(name)} is not the name of a stack. ${cure}.`);
  }
  const [organization = ""] = parts;
  if (parts.length > 1 && organization !== "" && organization !== selfManaged && isSelfManaged()) {
    // In two parts the first one is an organization to Pulumi, and a project to most people.
    const meant = [selfManaged, ...(parts.length === 2 ? parts : parts.slice(1))].join("/");
    throw refused(
      `${described(name)} is not the name of a stack in this backend, which is self-managed: write ${described(meant)}. ${cure}.`,
    );
  }
}

/** The one organization of every self-managed backend. */
const selfManaged = "organization";

const cure = `The full name is ${fullForm}; in a self-managed backend the organization is the literal word \`${selfManaged}\``;

/**
 * Whether the program's own stack is in a self-managed backend. An organization of Pulumi Cloud that is called
 * `organization` could not be told apart. In a unit test there is no backend.
 */
function isSelfManaged(): boolean {
  if (unitTestMocks() !== undefined) {
    return false;
  }
  try {
    return pulumi.getOrganization() === selfManaged;
  } catch {
    // Old language hosts do not say it.
    return false;
  }
}

function described(name: string): string {
  return /^[\w./-]{1,200}$/.test(name) ? name : shown(name);
}

function refused(text: string): DigitalOceanApiError {
  return new DigitalOceanApiError("invalid_argument", `stack: ${text}`);
}
