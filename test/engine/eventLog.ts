/** What Pulumi writes with `--event-log`, or prints with `up --json`, line by line, in two parts. */
export interface EventLog {
  readonly text: string;
  /**
   * The lines in which the SDK tells of a resource what the engine answered: every output of every resource, of
   * whatever package, secrets in plain text. They are the SDK's debug log, which is always among the events.
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
