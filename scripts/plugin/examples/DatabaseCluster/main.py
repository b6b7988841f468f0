import pulumi
import pulumi_digitalocean_databases as databases

config = pulumi.Config()
cluster = databases.DatabaseCluster("database", uuid=config.require("databaseClusterUuid"))

# Secret, also in the state.
pulumi.export("databaseUri", cluster.connection.apply(lambda connection: connection and connection.uri))

# Readable.
pulumi.export("databaseEngine", cluster.engine)
pulumi.export("databaseRegion", cluster.region)
