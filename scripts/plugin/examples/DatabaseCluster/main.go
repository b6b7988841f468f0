package main

import (
	"example.com/pulumi-digitalocean-databases/sdk/go/digitaloceandatabases"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cluster, err := digitaloceandatabases.NewDatabaseCluster(ctx, "database", &digitaloceandatabases.DatabaseClusterArgs{
			Uuid: pulumi.String(config.Require(ctx, "databaseClusterUuid")),
		})
		if err != nil {
			return err
		}

		// Secret, also in the state.
		ctx.Export("databaseUri", cluster.Connection.Uri())

		// Readable.
		ctx.Export("databaseEngine", cluster.Engine)
		ctx.Export("databaseRegion", cluster.Region)
		return nil
	})
}
