import pulumi
import pulumi_digitalocean_databases as databases

config = pulumi.Config()
connection = databases.DatabaseConnection(
    "database",
    uuid=config.require("databaseClusterUuid"),
    network="private",
    user="app",
)

# Secret, also in the state.
pulumi.export("databaseUri", connection.uri)
pulumi.export("databaseEnvironment", connection.environment)
