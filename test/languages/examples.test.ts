import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { backendText } from "../engine/workspace";
import type { Language } from "./globalSetup";
import { createExample, describeWith } from "./programs";

const languages: readonly Language[] = ["yaml", "python", "go"];

describe.each(languages)("the example plugin-%s", (language) => {
  describeWith(language, "with the plugin", () => {
    const cluster = databaseCluster("pg");
    const emulator = useEmulator({ clusters: [cluster] });

    it("exports one user's connection as a secret, and readable facts of the cluster", async () => {
      const project = createExample(language, emulator, {
        databaseClusterUuid: cluster.id,
        applicationUser: "app",
        applicationDatabase: "orders",
      });
      const { outputs } = await project.up();
      const [password, host] = [plantedPassword("pg-app"), "private-planted-pg-do-user-1-0.db.example.com"];
      const uri = `postgresql://app:${encodeURIComponent(password)}@${host}:25060/orders?sslmode=require`;
      expect(outputs).toEqual({
        databaseUri: { value: uri, secret: true },
        databaseEnvironment: {
          value: {
            ...{ PGHOST: host, PGPORT: "25060", PGUSER: "app", PGPASSWORD: password, PGSSLMODE: "require" },
            ...{ PGDATABASE: "orders", DATABASE_URL: uri },
          },
          secret: true,
        },
        databaseEngine: { value: "pg", secret: false },
        databaseVersion: { value: "17", secret: false },
        databaseRegion: { value: "nyc3", secret: false },
      });
      const stored = backendText();
      expect(stored).toContain('"ciphertext"');
      const secrets = [password, encodeURIComponent(password), plantedPassword("pg"), host];
      expect(secrets.filter((text) => stored.includes(text))).toEqual([]);
    });
  });
});
