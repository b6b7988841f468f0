import * as description from "../../package.json";
import { membersFor } from "../../scripts/address";
import { released } from "../../scripts/release";

describe("npm run release", () => {
  const changelog =
    "# Changelog\n\n## Unreleased\n\n- A new thing.\n\n## 0.1.0 - 2026-01-01\n\n- An old thing.\n";

  it("moves the unreleased entries of the changelog under the version", () => {
    expect(released(changelog, "0.2.0", "2026-02-03")).toBe(
      "# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-02-03\n\n- A new thing.\n\n## 0.1.0 - 2026-01-01\n\n- An old thing.\n",
    );
  });

  it("moves them if the changelog has no release yet", () => {
    expect(released("## Unreleased\n\n- A new thing.\n", "0.1.0", "2026-02-03")).toBe(
      "## Unreleased\n\n## 0.1.0 - 2026-02-03\n\n- A new thing.\n",
    );
  });

  it("fails if there is nothing to release", () => {
    expect(() => released("## Unreleased\n\n## 0.1.0\n", "0.2.0", "2026-02-03")).toThrow("nothing under");
  });
});

it("package.json names either no address of the project, or the same one everywhere", () => {
  const { homepage, repository, bugs } = description as Partial<ReturnType<typeof membersFor>>;
  const expected = repository === undefined ? {} : membersFor(repository);
  expect(JSON.parse(JSON.stringify({ homepage, repository, bugs }))).toEqual(expected);
});
