// Prints the story of the demo on the terminal.
import { styleText as style } from "node:util";

const styled = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;

function styleText(format: Parameters<typeof style>[0], text: string): string {
  return styled ? style(format, text) : text;
}

const started = performance.now();

/** Prints the title of the next part of the demo, with the time so far. */
export function chapter(title: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(3);
  console.log(`\n${dim(`${seconds} s`)}  ${styleText("bold", title)}`);
}

/** Prints an explanation. */
export function say(line: string): void {
  console.log(`       ${line}`);
}

/** Prints a command as a user would type it. */
export function command(line: string): void {
  console.log(`       ${styleText("cyan", `$ ${line}`)}`);
}

/** Prints the output of a command. */
export function show(text: string): void {
  for (const line of text.trimEnd().split("\n")) {
    console.log(dim(`       │ ${line}`));
  }
}

/** A statement of the demo that is not true. */
export class FailedCheck extends Error {}

/** Prints the statement if it is true, and ends the demo otherwise. */
export function check(isTrue: boolean, what: string): void {
  if (!isTrue) {
    throw new FailedCheck(what);
  }
  console.log(`     ${styleText("green", "✓")} ${what}`);
}

function dim(text: string): string {
  return styleText("dim", text);
}
