using System.Collections.Generic;
using Pulumi;
using Databases = Pulumi.DigitalOceanDatabases;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var cluster = new Databases.DatabaseCluster("database", new()
    {
        Uuid = config.Require("databaseClusterUuid"),
    });

    return new Dictionary<string, object?>
    {
        // Secret, also in the state.
        ["databaseUri"] = cluster.Connection.Apply(connection => connection?.Uri),

        // Readable.
        ["databaseEngine"] = cluster.Engine,
        ["databaseRegion"] = cluster.Region,
    };
});
