// Real answers of the API that people have published.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { specFolder } from "./apiDescription";

const folder = resolve(specFolder, "answers");

/** The published answers, by the names of their files. */
export type AnswerName =
  | "kafka.uri-null"
  | "mongodb.empty-password"
  | "mysql.2024"
  | "pg.read-token"
  | "redis.2021"
  | "pool.inbound-user"
  | "replica.active";

/** A published error. */
export interface SeenError {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: { readonly id: string; readonly message: string; readonly request_id?: string };
}

export type Members = Record<string, unknown>;

/** The body of an answer. */
export function answer(name: AnswerName): Members {
  return read(name) as Members;
}

export function errorAnswer(name: string): SeenError {
  return read(`error.${name}`) as SeenError;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(resolve(folder, `${name}.json`), "utf8"));
}

/** `describe` if the answers are available; otherwise skipped, with the reason in its name. */
export function describeWithAnswers(name: string, tests: () => void): void {
  if (existsSync(folder)) {
    describe(name, tests);
  } else {
    describe.skip(`${name} (skipped: ${folder} is not there)`, () => {
      test.todo("put the answers there");
    });
  }
}
