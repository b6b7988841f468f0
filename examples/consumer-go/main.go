package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		database, err := pulumi.NewStackReference(ctx, config.Require(ctx, "databaseStack"), nil)
		if err != nil {
			return err
		}

		// Secret, as in the producer.
		ctx.Export("databaseUri", database.GetStringOutput(pulumi.String("databaseClusterUri")))
		ctx.Export("databasePort", database.GetIntOutput(pulumi.String("databaseClusterPort")))

		// Readable, as in the producer.
		ctx.Export("databaseRegion", database.GetStringOutput(pulumi.String("databaseClusterRegion")))
		return nil
	})
}
