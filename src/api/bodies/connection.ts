import { flag, optional, port, text } from "../decode";

/** `database_connection`: the same members for every engine. */
export const connection = {
  uri: optional(text),
  host: optional(text),
  port: optional(port),
  user: optional(text),
  password: optional(text),
  database: optional(text),
  ssl: optional(flag),
};

const { database: _, ...withoutDatabase } = connection;

/** `opensearch_connection` and `schema_registry_connection`: a `database_connection` without a database. */
export const serviceConnection = withoutDatabase;
