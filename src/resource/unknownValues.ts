import { DigitalOceanApiError } from "../api/errors";
import { clusterSubject } from "../api/failure";

/**
 * What stands for values that are not known yet between Pulumi's engine and its hosts: part of their protocol (in Go
 * `UnknownBoolValue` and so on, in the SDK `runtime.unknownValue`). The engine refuses the whole of what a read
 * returns where one of them is in it, and names the property only.
 */
const unknownValues: ReadonlySet<unknown> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * Refuses properties that Pulumi would not take for what they are.
 *
 * @throws DigitalOceanApiError `unexpected_response`
 */
export function requireKnown(uuid: string, properties: object): void {
  for (const [property, value] of Object.entries(properties)) {
    if (holdsUnknown(value)) {
      throw new DigitalOceanApiError(
        "unexpected_response",
        `${clusterSubject(uuid).name}: its ${property} holds a text that Pulumi takes for a value that is not known ` +
          "yet, so that a resource cannot have it; use getDatabaseCluster.",
        { clusterUuid: uuid },
      );
    }
  }
}

function holdsUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null
    ? Object.values(value).some(holdsUnknown)
    : unknownValues.has(value);
}
