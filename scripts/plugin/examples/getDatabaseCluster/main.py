import pulumi
import pulumi_digitalocean_databases as databases

config = pulumi.Config()
cluster = databases.get_database_cluster_output(name=config.require("databaseClusterName"))

# The connection is a resource, so that it stays secret.
connection = databases.DatabaseConnection("database", uuid=cluster.id)

pulumi.export("databaseUri", connection.uri)
pulumi.export("databaseRegion", cluster.region)
