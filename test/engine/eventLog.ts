/** The lines that Pulumi writes with `--event-log` or prints with `up --json`, in two parts. */
export interface EventLog {
  readonly text: string;
  /**
   * The lines of the SDK's debug log with the engine's answers: every output of every resource of any package, with
   * secrets in plain text. The events always contain this log.
   */
  readonly sdkText: string;
}

export function eventLogOf(events: string): EventLog {
  const lines = events.split("\n");
  return {
    text: lines.filter((line) => !isOfSdk(line)).join("\n"),
    sdkText: lines.filter(isOfSdk).join("\n"),
  };
}

function isOfSdk(line: string): boolean {
  return /"diagnosticEvent":\{(?:"urn":"[^"]*",)?"prefix":"debug: ","message":"(?:Read|Register)Resource RPC finished: /.test(
    line,
  );
}
