/** How lookups of the plugin report to the user: the engine shows their lines, beside the resource if there is one. */
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { ToldRetries } from "../reads/read";
import type { Report } from "../reads/read";

/** What is shown in one run. */
export class RunReport {
  private engine: EngineClient | undefined;
  private readonly warnings = new Set<string>();
  private readonly retries = new ToldRetries();

  /** @param address host and port of the engine */
  public connect(address: string): void {
    this.engine?.close();
    this.engine = new EngineClient(address, credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  }

  /** @param urn the resource that is looked up; empty for a function */
  public of(urn: string): Report {
    return {
      info: (message) => {
        this.show(LogSeverity.INFO, message, urn);
      },
      warn: (message) => {
        if (!this.warnings.has(message)) {
          this.warnings.add(message);
          this.show(LogSeverity.WARNING, message, urn);
        }
      },
      progress: (subject, state) => {
        this.show(LogSeverity.INFO, `${subject}: ${state}`, urn, true);
      },
      retry: (notice) => {
        if (this.retries.isDue(notice)) {
          this.show(LogSeverity.INFO, notice.text, urn, true);
        }
      },
    };
  }

  /** @param isFleeting whether the next such line replaces it */
  private show(severity: LogSeverity, message: string, urn: string, isFleeting = false): void {
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(isFleeting);
    // A line that cannot be shown must not fail the lookup.
    this.engine?.log(request, () => undefined);
  }
}
