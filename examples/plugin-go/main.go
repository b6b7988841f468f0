package main

import (
	databases "example.com/pulumi-digitalocean-databases/sdk/go/digitaloceandatabases"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		uuid := config.Require(ctx, "databaseClusterUuid")

		// Both are looked up at every preview and update, and never created, changed or deleted.
		cluster, err := databases.GetDatabaseCluster(ctx, "database", pulumi.ID(uuid), nil)
		if err != nil {
			return err
		}
		connection, err := databases.NewDatabaseConnection(ctx, "application", &databases.DatabaseConnectionArgs{
			Uuid:     pulumi.String(uuid),
			Network:  pulumi.String("private"),
			User:     pulumi.String(config.Require(ctx, "applicationUser")),
			Database: pulumi.String(config.Require(ctx, "applicationDatabase")),
		})
		if err != nil {
			return err
		}

		// Secret. The environment is for the application's container: PGHOST, PGPASSWORD, …, DATABASE_URL.
		ctx.Export("databaseUri", connection.Uri)
		ctx.Export("databaseEnvironment", connection.Environment)

		// Readable.
		ctx.Export("databaseEngine", cluster.Engine)
		ctx.Export("databaseVersion", cluster.Version)
		ctx.Export("databaseRegion", cluster.Region)
		return nil
	})
}
