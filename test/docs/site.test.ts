import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { repository } from "./snippets";

describe("the site with the guides and the API reference", () => {
  let site: string;
  beforeAll(() => {
    site = mkdtempSync(join(tmpdir(), "site-"));
    // Warnings are errors (typedoc.json): a broken link, or an exported name without a description.
    const typedoc = join(repository, "node_modules/typedoc/bin/typedoc");
    execFileSync(process.execPath, [typedoc, "--out", site, "--logLevel", "Warn"], {
      cwd: repository,
      encoding: "utf8",
    });
  }, 120_000);
  afterAll(() => {
    rmSync(site, { recursive: true, force: true });
  });

  it("has only links to pages and headings that exist", () => {
    const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".html"),
    );
    expect(pages.length).toBeGreaterThan(30);
    const texts = new Map(pages.map((page) => [join(site, page), readFileSync(join(site, page), "utf8")]));
    const broken = [...texts].flatMap(([page, text]) =>
      [...text.matchAll(/<a [^>]*href="(?!https?:|mailto:)([^"]*)"/g)]
        .map(([, link = ""]) => decodeURIComponent(link))
        .filter((link) => {
          const [path = "", anchor = ""] = link.split("#");
          const target = path === "" ? page : resolve(dirname(page), path);
          const targetText = texts.get(target);
          return !existsSync(target) || (anchor !== "" && targetText?.includes(`id="${anchor}"`) === false);
        })
        .map((link) => `${page.slice(site.length + 1)}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it.each([
    "functions/API_reference.connectionEnv.html",
    "functions/API_reference.connectionFor.html",
    "functions/API_reference.databaseClusterFromStack.html",
    "functions/API_reference.databaseConnectionFromStack.html",
    "functions/API_reference.getDatabaseCluster.html",
    "functions/API_reference.getDatabaseClusterOutput.html",
    "functions/API_reference.stackOutputs.html",
    "classes/API_reference.DatabaseCluster.html",
  ])("has an example on the page %s", (page) => {
    expect(readFileSync(join(site, page), "utf8")).toMatch(/>Example</);
  });
});
