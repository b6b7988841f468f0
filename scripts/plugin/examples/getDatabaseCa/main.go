package main

import (
	"example.com/pulumi-digitalocean-databases/sdk/go/digitaloceandatabases"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		uuid := pulumi.String(config.Require(ctx, "databaseClusterUuid"))
		ca := digitaloceandatabases.GetDatabaseCaOutput(ctx, digitaloceandatabases.GetDatabaseCaOutputArgs{
			ClusterUuid: uuid,
		})

		// The application has the certificate in this file, so that its driver verifies the server.
		connection, err := digitaloceandatabases.NewDatabaseConnection(ctx, "database", &digitaloceandatabases.DatabaseConnectionArgs{
			Uuid:   uuid,
			CaFile: pulumi.String("/etc/ssl/database-ca.pem"),
		})
		if err != nil {
			return err
		}

		ctx.Export("databaseUri", connection.Uri)
		ctx.Export("databaseCaCertificate", ca.Certificate())
		return nil
	})
}
