// Programs in YAML, Python and Go that use the native plugin, and their projects.
import { useGoSdk } from "../../testing/engine/goSdk";
import { Emulator } from "../../testing/emulator/emulator";
import { describeUnless, Project } from "../engine/workspace";
import type { ProjectOptions } from "../engine/workspace";
import type { Language, LanguagesSetup } from "./globalSetup";

const setup = JSON.parse(
  process.env["LANGUAGES_SETUP"] ?? '{"environments":{},"missing":{}}',
) as LanguagesSetup;

/** `describe`, skipped with the reason in its name if programs in the language cannot run. */
export function describeWith(language: Language, name: string, tests: () => void): void {
  const isReady = setup.environments[language] !== undefined;
  describeUnless(isReady ? undefined : (setup.missing[language] ?? "there is no engine"), name, tests);
}

/** A project in the language. In YAML, the program is what follows the name and the runtime. */
export function createProgram(
  language: Language,
  name: string,
  emulator: Emulator,
  program: string,
  options: ProjectOptions = {},
): Project {
  const settings = `name: ${name}\nruntime: ${language}\n`;
  const files: Record<Language, Readonly<Record<string, string>>> = {
    yaml: { "Pulumi.yaml": settings + program },
    python: { "Pulumi.yaml": settings, "__main__.py": program },
    go: { "Pulumi.yaml": settings, "main.go": program },
  };
  return createProject(language, name, emulator, {
    ...options,
    files: { ...files[language], ...options.files },
  });
}

/** The example in the language. */
export function createExample(language: Language, emulator: Emulator, options: ProjectOptions): Project {
  const name = `plugin-${language}`;
  return createProject(language, name, emulator, { from: `examples/${name}`, ...options });
}

/** The folder with the built plugin. */
export function pluginFolder(): string {
  return setup.plugin ?? "";
}

function createProject(
  language: Language,
  name: string,
  emulator: Emulator,
  options: ProjectOptions,
): Project {
  // Each test file has a state of its own.
  const { PULUMI_BACKEND_URL: _, ...environment } = setup.environments[language] ?? {};
  const project = Project.create(name, {
    ...options,
    config: { "digitalocean-databases:apiEndpoint": emulator.url, ...options.config },
    secretConfig: { "digitalocean-databases:token": Emulator.token, ...options.secretConfig },
    environment: { ...environment, ...options.environment },
  });
  if (language === "go" && setup.goSdk !== undefined) {
    useGoSdk(setup.goSdk, project.folder);
  }
  return project;
}

/**
 * In each language: a cluster by `get` and one by `new`, a connection, and the functions. The exports of all have the same
 * names.
 */
export const everything: Readonly<Record<Language, string>> = {
  yaml: `
config:
  uuid: { type: string }
resources:
  got:
    type: digitalocean-databases:DatabaseCluster
    get: { id: "\${uuid}" }
  made:
    type: digitalocean-databases:DatabaseCluster
    properties: { uuid: "\${uuid}" }
  link:
    type: digitalocean-databases:DatabaseConnection
    properties: { uuid: "\${uuid}", network: private, database: orders }
variables:
  info:
    fn::invoke:
      function: digitalocean-databases:getDatabaseCluster
      arguments: { name: planted-pg }
outputs:
  gotPassword: \${got.connection.password}
  madePassword: \${made.connection.password}
  region: \${made.region}
  tags: \${got.tags}
  uri: \${link.uri}
  environment: \${link.environment}
  nodes: \${info.numNodes}
`,
  python: `
import pulumi
import pulumi_digitalocean_databases as databases

uuid = pulumi.Config().require("uuid")
got = databases.DatabaseCluster.get("got", uuid)
made = databases.DatabaseCluster("made", uuid=uuid)
link = databases.DatabaseConnection("link", uuid=uuid, network="private", database="orders")
info = databases.get_database_cluster(name="planted-pg")
print("the plain form:", [getattr(info, name) for name in vars(info)])
pulumi.export("gotPassword", got.connection.password)
pulumi.export("madePassword", made.connection.password)
pulumi.export("region", made.region)
pulumi.export("tags", got.tags)
pulumi.export("uri", link.uri)
pulumi.export("environment", link.environment)
pulumi.export("nodes", info.num_nodes)
`,
  go: `
package main

import (
	"fmt"

	databases "IMPORT"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		uuid := config.New(ctx, "").Require("uuid")
		got, err := databases.GetDatabaseCluster(ctx, "got", pulumi.ID(uuid), nil)
		if err != nil {
			return err
		}
		made, err := databases.NewDatabaseCluster(ctx, "made", &databases.DatabaseClusterArgs{Uuid: pulumi.String(uuid)})
		if err != nil {
			return err
		}
		link, err := databases.NewDatabaseConnection(ctx, "link", &databases.DatabaseConnectionArgs{
			Uuid:     pulumi.String(uuid),
			Network:  pulumi.String("private"),
			Database: pulumi.String("orders"),
		})
		if err != nil {
			return err
		}
		name := "planted-pg"
		info, err := databases.LookupDatabaseCluster(ctx, &databases.LookupDatabaseClusterArgs{Name: &name})
		if err != nil {
			return err
		}
		fmt.Printf("the plain form: %+v\\n", *info)
		ctx.Export("gotPassword", got.Connection.Password())
		ctx.Export("madePassword", made.Connection.Password())
		ctx.Export("region", made.Region)
		ctx.Export("tags", got.Tags)
		ctx.Export("uri", link.Uri)
		ctx.Export("environment", link.Environment)
		ctx.Export("nodes", pulumi.Int(info.NumNodes))
		return nil
	})
}
`.replace("IMPORT", setup.goSdk === undefined ? "" : `${setup.goSdk.module}/digitaloceandatabases`),
};
