import type { ApiCluster } from "../../../src/reads/clusterShape";
import { Emulator } from "../../../testing/emulator/emulator";
import { manyClusters, pagePath, uuidAt } from "../../../testing/emulator/manyClusters";
import { lookUpEach, settingsFor } from "./lookUp";

let [here, there]: Emulator[] = [];
const tokens = ["planted-token-of-one", "planted-token-of-another"];
beforeAll(async () => {
  [here, there] = await Promise.all([Emulator.start(), Emulator.start()]);
});
beforeEach(() => {
  for (const emulator of emulators()) {
    emulator.behave();
    emulator.state.clusters = manyClusters(10);
    tokens.forEach((token) => {
      emulator.allow(token);
    });
  }
});
afterAll(() => Promise.all(emulators().map((emulator) => emulator.stop())));

function emulators(): Emulator[] {
  return [here, there].filter((emulator) => emulator !== undefined);
}

/** Lookups of the first clusters at an endpoint, with a token. */
function lookUpMany(count: number, apiEndpoint: string, token = ""): Promise<ApiCluster[]> {
  const settings = settingsFor(apiEndpoint, { requestTimeoutSeconds: 5, deadlineSeconds: 9 });
  return Promise.all(lookUpEach({ ...settings, token }, count));
}

it.each([
  [1, `/v2/databases/${uuidAt(0)}`],
  [8, pagePath(1)],
])("lookups with different tokens share no request (%i each)", async (count, path) => {
  const url = here?.url ?? "";
  const found = await Promise.all(
    tokens.flatMap((token) => [lookUpMany(count, url, token), lookUpMany(count, url, token)]),
  );
  expect(found.map((clusters) => clusters.length)).toEqual(Array(4).fill(count));
  const sent = here?.requests.map((request) => [request.path, request.headers.authorization]).sort();
  expect(sent).toEqual(tokens.map((token) => [path, `Bearer ${token}`]).sort());
});

it("nor do lookups at different endpoints", async () => {
  await Promise.all(emulators().map(({ url }) => lookUpMany(3, url, tokens[0])));
  const paths = [0, 1, 2].map((index) => `/v2/databases/${uuidAt(index)}`);
  expect(emulators().map(({ requests }) => requests.map(({ path }) => path).sort())).toEqual([paths, paths]);
});

it("an endpoint is the same with and without a slash at its end", async () => {
  await Promise.all(["", "/"].map((end) => lookUpMany(1, `${here?.url}${end}`, tokens[0])));
  expect(here?.requests).toHaveLength(1);
});
