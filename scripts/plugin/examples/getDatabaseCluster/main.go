package main

import (
	"example.com/pulumi-digitalocean-databases/sdk/go/digitaloceandatabases"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cluster := digitaloceandatabases.LookupDatabaseClusterOutput(ctx, digitaloceandatabases.LookupDatabaseClusterOutputArgs{
			Name: pulumi.String(config.Require(ctx, "databaseClusterName")),
		})

		// The connection is a resource, so that it stays secret.
		connection, err := digitaloceandatabases.NewDatabaseConnection(ctx, "database", &digitaloceandatabases.DatabaseConnectionArgs{
			Uuid: cluster.Id(),
		})
		if err != nil {
			return err
		}

		ctx.Export("databaseUri", connection.Uri)
		ctx.Export("databaseRegion", cluster.Region())
		return nil
	})
}
