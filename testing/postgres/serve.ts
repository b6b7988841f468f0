import { plantedPassword } from "../emulator/clusters";
import { Postgres } from "./postgres";

/**
 * Serves a PostgreSQL until standard input ends, and says on standard output how to reach it. A process of its own,
 * because Jest loads no ES modules, which the server's package is.
 */
async function serve(): Promise<void> {
  const postgres = await Postgres.start(plantedPassword("postgres"));
  const { connection, caCertificate } = postgres;
  console.log(JSON.stringify({ connection, caCertificate }));
  process.stdin.resume();
  process.stdin.once("end", () => {
    // The server's package has the process end once the server has.
    void postgres.stop();
  });
}

void serve();
