import { styleText as style } from "node:util";

const styled = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;

function styleText(format: Parameters<typeof style>[0], text: string): string {
  return styled ? style(format, text) : text;
}

const started = performance.now();

/** Opens a chapter of the demo. */
export function chapter(title: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(3);
  console.log(`\n${dim(`${seconds} s`)}  ${styleText("bold", title)}`);
}

/** Says what is going on. */
export function say(line: string): void {
  console.log(`       ${line}`);
}

/** Shows a command as a person would type it. */
export function command(line: string): void {
  console.log(`       ${styleText("cyan", `$ ${line}`)}`);
}

/** Shows what a command printed. */
export function show(text: string): void {
  for (const line of text.trimEnd().split("\n")) {
    console.log(dim(`       │ ${line}`));
  }
}

/** A promise of the demo that does not hold. */
export class BrokenPromise extends Error {}

/** Holds the product to a promise: says that it holds, or ends the demo. */
export function check(holds: boolean, what: string): void {
  if (!holds) {
    throw new BrokenPromise(what);
  }
  console.log(`     ${styleText("green", "✓")} ${what}`);
}

function dim(text: string): string {
  return styleText("dim", text);
}
