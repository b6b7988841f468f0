package main

import (
	"example.com/pulumi-digitalocean-databases/sdk/go/digitaloceandatabases"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		connection, err := digitaloceandatabases.NewDatabaseConnection(ctx, "database", &digitaloceandatabases.DatabaseConnectionArgs{
			Uuid:    pulumi.String(config.Require(ctx, "databaseClusterUuid")),
			Network: pulumi.String("private"),
			User:    pulumi.String("app"),
		})
		if err != nil {
			return err
		}

		// Secret, also in the state.
		ctx.Export("databaseUri", connection.Uri)
		ctx.Export("databaseEnvironment", connection.Environment)
		return nil
	})
}
