/** The options that choose a connection and its login: their checks, and the connection that they lead to. */
import { DigitalOceanApiError } from "../errors";
import { chooseConnection, chooseDatabase, defaultDatabase, subjectOf } from "./choose";
import type { Connectable, ConnectionNetwork, ConnectionNode } from "./choose";
import { factsInUri, maxPartLength } from "./connection";
import type { ConnectionProperties } from "./connection";
import { chooseLogin } from "./login";
import { connectionUri, isCaFile, maxPathLength } from "./uri";

/** The options that are any text. */
export interface Asked {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly caFile?: string | undefined;
}

/**
 * All values of the connection over a network to a node.
 *
 * @throws DigitalOceanApiError `invalid_argument`, `credentials_withheld`, `not_online`, `unexpected_response`
 */
export function connectionOf(
  source: Connectable,
  network: ConnectionNetwork,
  node: ConnectionNode,
  asked: Asked,
): ConnectionProperties {
  const connection = chooseConnection(source, network, node);
  const { host, port, ssl = true } = connection;
  const { user, password } = chooseLogin(source, connection, asked);
  const database = chooseDatabase(source, connection, asked.database);
  const { engine } = source;
  const { caFile } = asked;
  const isApiUri =
    user === connection.user &&
    password === connection.password &&
    database === defaultDatabase(source, connection);
  const uri = connectionUri({
    ...{ engine, host, port, user, password, database, ssl, caFile },
    facts: factsInUri(connection.uri) ?? connection.withheldUri,
    apiUri: isApiUri ? connection.uri : undefined,
    subject: subjectOf(source),
  });
  return { uri, host, port, user, password, database, ssl, caFile, engine };
}

/** Checks of the options, each with `invalid_argument`. Programs without types may pass anything. */
export interface OptionChecks {
  readonly requireNetwork: (network: unknown) => ConnectionNetwork;
  readonly requireNode: (node: unknown) => ConnectionNode;
  readonly requireAsked: (asked: { readonly [K in keyof Asked]: unknown }) => Asked;
  readonly requireCaFile: (caFile: unknown) => string | undefined;
}

/** @param caller the function or resource that has the options, for messages */
export function optionChecks(caller: string): OptionChecks {
  const invalid = (text: string): DigitalOceanApiError =>
    new DigitalOceanApiError("invalid_argument", `${caller}: ${text}`);

  const requireOneOf = <T extends string>(option: string, given: unknown, known: readonly [T, T]): T => {
    const found = known.find((word) => word === (given ?? known[0]));
    if (found === undefined) {
      throw invalid(`${option} must be ${known.map((word) => JSON.stringify(word)).join(" or ")}.`);
    }
    return found;
  };

  /** An empty text is an error: for `user`, the default would be the administrator. */
  const requireText = (option: string, value: unknown): string | undefined => {
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value !== "string" || value === "") {
      throw invalid(`${option} must be a text that is not empty; leave it out for the default.`);
    }
    if (value.length > maxPartLength) {
      throw invalid(`${option} is longer than ${maxPartLength} characters.`);
    }
    return value;
  };

  /** An empty path is an error: without the file most drivers do not verify the server. */
  const requireCaFile = (value: unknown): string | undefined => {
    if (value === undefined || value === null) {
      return undefined;
    }
    if (!isCaFile(value)) {
      throw invalid(
        `caFile must be the path of a file where the application runs: a text of 1 to ${maxPathLength} characters ` +
          "without control characters. It is not the certificate's own text, which connectionEnv takes as `caCertificate`.",
      );
    }
    return value;
  };

  return {
    requireNetwork: (network) => requireOneOf("network", network, ["public", "private"]),
    requireNode: (node) => requireOneOf("node", node, ["primary", "standby"]),
    requireCaFile,
    requireAsked: ({ user, password, database, caFile }) => ({
      user: requireText("user", user),
      password: requireText("password", password),
      database: requireText("database", database),
      caFile: requireCaFile(caFile),
    }),
  };
}
