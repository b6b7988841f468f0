import pulumi
import pulumi_digitalocean_databases as databases

config = pulumi.Config()
uuid = config.require("databaseClusterUuid")
ca = databases.get_database_ca_output(cluster_uuid=uuid)

# The application has the certificate in this file, so that its driver verifies the server.
connection = databases.DatabaseConnection("database", uuid=uuid, ca_file="/etc/ssl/database-ca.pem")

pulumi.export("databaseUri", connection.uri)
pulumi.export("databaseCaCertificate", ca.certificate)
