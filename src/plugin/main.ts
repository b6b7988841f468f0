/** The program of the plugin. Pulumi's engine starts it with the engine's address, and reads its port. */
import { endWhenEngineIsGone } from "../engineGone";
import { serve } from "./server";

endWhenEngineIsGone();
// Without an error as its value: it could quote a secret.
process.on("unhandledRejection", () => undefined);
void serve(process.argv[2]).then(
  (port) => {
    console.log(port);
  },
  () => {
    console.error("digitalocean-databases: the plugin cannot listen on a port of 127.0.0.1.");
    process.exitCode = 1;
  },
);
