/**
 * What a 4xx says that has no code of its own, and what to do.
 *
 * @param answered the status and the API's word for it: `412 precondition_failed`
 */
export function refusedText(status: number, answered: string): string {
  switch (status) {
    case 408:
      return `the request did not arrive in time (${answered}). Check the network and any proxy, and try again.`;
    case 409:
    case 423:
      return (
        `DigitalOcean cannot read it while another operation is changing it (${answered}). ` +
        "Try again when that is over: run `pulumi up` again in some minutes."
      );
    case 410:
      return `DigitalOcean says that it is gone for good (${answered}). Remove it from the program.`;
    case 412:
    case 425:
      return (
        `it is not ready (${answered}): it or its cluster may still be in creation. Run \`pulumi up\` again in some ` +
        "minutes; with `waitForOnline: true` the lookup of the cluster waits for it."
      );
    case 422:
      return (
        `DigitalOcean does not support this for the cluster (${answered}): its engine or plan may not have it, or it ` +
        "may not be ready. Check what the engine offers; if the cluster is new, run `pulumi up` again in some minutes."
      );
    default:
      return `DigitalOcean refuses the request (${answered}). Please report it.`;
  }
}
