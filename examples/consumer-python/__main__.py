import pulumi

config = pulumi.Config()
database = pulumi.StackReference(config.require("databaseStack"))

# Secret, as in the producer.
pulumi.export("databaseUri", database.require_output("databaseClusterUri"))
pulumi.export("databasePort", database.require_output("databaseClusterPort"))

# Readable, as in the producer.
pulumi.export("databaseRegion", database.require_output("databaseClusterRegion"))
