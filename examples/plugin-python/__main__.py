import pulumi
import pulumi_digitalocean_databases as databases

config = pulumi.Config()
uuid = config.require("databaseClusterUuid")

# Both are looked up at every preview and update, and never created, changed or deleted.
cluster = databases.DatabaseCluster.get("database", uuid)
connection = databases.DatabaseConnection(
    "application",
    uuid=uuid,
    network="private",
    user=config.require("applicationUser"),
    database=config.require("applicationDatabase"),
)

# Secret. The environment is for the application's container: PGHOST, PGPASSWORD, …, DATABASE_URL.
pulumi.export("databaseUri", connection.uri)
pulumi.export("databaseEnvironment", connection.environment)

# Readable.
pulumi.export("databaseEngine", cluster.engine)
pulumi.export("databaseVersion", cluster.version)
pulumi.export("databaseRegion", cluster.region)
