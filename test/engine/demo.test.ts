import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWithEngine, repository } from "./workspace";

describeWithEngine("npm run demo", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "demo-test-"));
    // For root PostgreSQL runs as another user, who has to get through here.
    chmodSync(folder, 0o711);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("passes all of its checks and leaves nothing behind", async () => {
    const { code, printed } = await demo();
    expect(printed).not.toContain("✗");
    expect(printed.match(/✓/g)).toHaveLength(14);
    expect(printed).toContain("every one a GET");
    expect(code).toBe(0);
    expect(leftBehind()).toEqual([]);
  });

  it.each([
    ["while PostgreSQL starts", "A team's existing database"],
    ["in the middle of an update", "$ pulumi up"],
  ])("leaves nothing behind when it is interrupted %s", async (_, moment) => {
    const { code, printed } = await demo(moment);
    expect(printed).toContain("Interrupted (SIGINT)");
    expect(code).toBe(130);
    expect(leftBehind()).toEqual([]);
  });

  /** Runs the demo, all its temporary files in `folder`; interrupts it once it has printed `moment`. */
  async function demo(moment?: string): Promise<{ code: number | null; printed: string }> {
    const child = spawn(process.execPath, [require.resolve("ts-node/dist/bin"), "scripts/demo/demo.ts"], {
      cwd: repository,
      env: { ...process.env, TMPDIR: folder, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    let interrupted = false;
    const keep = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (moment !== undefined && !interrupted && printed.includes(moment)) {
        interrupted = true;
        setTimeout(() => child.kill("SIGINT"), 300);
      }
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, printed };
  }

  /** Files below `folder`, and processes that were started with something of it. */
  function leftBehind(): string[] {
    // ts-node keeps a cache of its own for all its runs.
    const files = readdirSync(folder).filter((name) => !name.startsWith("v8-compile-cache"));
    return [...files, ...processes()];
  }

  function processes(): string[] {
    const isProcess = (name: string): boolean => /^\d+$/.test(name);
    return readdirSync("/proc")
      .filter(isProcess)
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        } catch {
          return "";
        }
      })
      .filter((commandLine) => commandLine.includes(folder));
  }
});
