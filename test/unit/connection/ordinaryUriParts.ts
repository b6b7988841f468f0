// Ordinary parts of URIs.
import { factsInUri } from "../../../src/connection/connection";
import type { UriParts } from "../../../src/connection/uri";

/** Ordinary parts of a URI, with the facts in the API's own URI. */
export function uriParts(changes: Partial<UriParts> = {}): UriParts {
  return {
    engine: "pg",
    host: "db-do-user-1-0.b.db.ondigitalocean.com",
    port: 25060,
    user: "doadmin",
    password: "AVNS_secret",
    database: "defaultdb",
    ssl: true,
    facts: factsInUri(changes.apiUri),
    ...changes,
  };
}
