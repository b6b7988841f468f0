/**
 * The engine of a cluster. The listed ones are known to this release, so that editors offer them; any other text is taken,
 * because DigitalOcean adds engines.
 */
export type DatabaseEngine =
  | "pg"
  | "mysql"
  | "redis"
  | "valkey"
  | "mongodb"
  | "kafka"
  | "opensearch"
  | "advanced_pg"
  | "advanced_mysql"
  // As a plain `string` it would absorb the others, and nothing would be offered.
  | (string & Record<never, never>);
