// Lookups of a cluster that is being created, on a clock that the test controls.
import { clusterRead } from "../../../src/reads/cluster";
import type { ClusterArgs } from "../../../src/reads/cluster";
import type { ClusterProperties } from "../../../src/reads/clusterShape";
import type { Found } from "../../../src/reads/read";
import { defaultLimits } from "../../../src/api/settings";
import { beingCreated, databaseCluster } from "../../../testing/emulator/clusters";
import { clusterReply, errorReply } from "../../../testing/emulator/routes";
import { atTheEnd, simulatedSettings, useSimulatedApi } from "../api/simulatedApi";
import type { SimulatedAnswer, SimulatedApi } from "../api/simulatedApi";
import { lookUpWithoutProgram } from "./withoutProgram";
import type { WithoutProgram } from "./withoutProgram";

export const cluster = databaseCluster("pg");
export const uuid = cluster.id;

/** The answer about the cluster while it has this status and no connection. */
export const made = (status = "creating"): SimulatedAnswer => clusterReply(beingCreated(cluster, status));

/** The answer that there is no such cluster. */
export const missing = errorReply(404, "not_found", "planted");

/** The answer of a server that fails. */
export const failing = errorReply(503, "service_unavailable", "planted");

export const brokenConnection = Object.assign(new Error("planted"), { code: "ECONNRESET" });

/** The beginning of the message that there is no such cluster. */
export const notFound = `database cluster ${uuid}: not found: the token's team has no cluster with this UUID (404 not_found). `;

/** The simulated API and what lookups have reported. */
export interface ClusterInCreation {
  readonly api: SimulatedApi;
  /** What lookups have reported in this test, each with its kind: `warning: …`. */
  readonly told: string[];
  /** Gives these answers to the next requests, and correct ones after that. */
  readonly answerNext: (...answers: SimulatedAnswer[]) => void;
  /** Gives these answers to the next requests, the last one also to all later requests. */
  readonly answerFromNowOn: (...answers: SimulatedAnswer[]) => void;
  /** Looks the cluster up with the default limits, except that a request is tried three times. */
  readonly lookUp: (
    args: Partial<ClusterArgs>,
    options?: WithoutProgram,
  ) => Promise<Found<ClusterProperties>>;
  /** The paths of all requests. */
  readonly paths: () => string[];
}

/** An API that has one cluster, which is online by default, for the tests that follow in this file. */
export function useClusterInCreation(): ClusterInCreation {
  const api = useSimulatedApi();
  const told: string[] = [];
  beforeEach(() => {
    api.clusters = [cluster];
    told.length = 0;
  });
  return {
    api,
    told,
    answerNext: (...answers) => {
      api.answer = (path) => (answers.length > 0 ? answers.shift() : api.correctAnswer(path));
    },
    answerFromNowOn: (...answers) => {
      api.answer = () => (answers.length > 1 ? answers.shift() : answers[0]);
    },
    lookUp: (args, options = {}) =>
      atTheEnd(
        lookUpWithoutProgram(
          clusterRead,
          { apiEndpoint: simulatedSettings().apiEndpoint, ...args },
          { limits: { ...defaultLimits, httpRetryMax: 2 }, told, ...options },
        ),
      ),
    paths: () => api.requests.map(({ path }) => path),
  };
}

/** What the lookup reports while it waits. */
export function progressOf(state: string, seconds: number, end: number, name = " (planted-pg)"): string {
  return `progress: database cluster ${uuid}${name}: waiting until it is online: ${state}, ${seconds} s of ${end} s`;
}
