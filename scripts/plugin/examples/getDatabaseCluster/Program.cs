using System.Collections.Generic;
using Pulumi;
using Databases = Pulumi.DigitalOceanDatabases;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var cluster = Databases.GetDatabaseCluster.Invoke(new()
    {
        Name = config.Require("databaseClusterName"),
    });

    // The connection is a resource, so that it stays secret.
    var connection = new Databases.DatabaseConnection("database", new()
    {
        Uuid = cluster.Apply(found => found.Id),
    });

    return new Dictionary<string, object?>
    {
        ["databaseUri"] = connection.Uri,
        ["databaseRegion"] = cluster.Apply(found => found.Region),
    };
});
