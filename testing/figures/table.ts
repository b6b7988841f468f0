// The table of figures for the README and the terminal.
import { isMissed } from "./figure";
import type { Figure, Unit } from "./figure";
import type { Spread } from "./samples";

/** The figures as a Markdown table. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ["measure", "", "beside", "", "ratio (quartiles)", "at most", ""],
    ...figures.map((line) => [
      line.measure,
      amount(line.value.median, line.unit),
      line.beside ?? "",
      line.reference === undefined ? "" : amount(line.reference.median, line.unit),
      line.ratio === undefined ? "" : ratio(line.ratio),
      line.atMost === undefined ? "" : String(line.atMost),
      isMissed(line) ? "missed" : "",
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], filler = " "): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, filler)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [
    line(head),
    line(
      head.map(() => ""),
      "-",
    ),
    ...body.map((row) => line(row)),
  ].join("\n");
}

function ratio({ low, median, high }: Spread): string {
  return `${round(median)} (${round(low)}–${round(high)})`;
}

/** Such as `1 request`. What grows by less than nothing does not grow. */
function amount(value: number, unit: Unit): string {
  const text = round(Math.max(0, value));
  return `${text} ${text === "1" ? unit.replace(/s$/, "") : unit}`;
}

/** Rounds to three digits. */
function round(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
