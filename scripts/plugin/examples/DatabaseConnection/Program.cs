using System.Collections.Generic;
using Pulumi;
using Databases = Pulumi.DigitalOceanDatabases;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var connection = new Databases.DatabaseConnection("database", new()
    {
        Uuid = config.Require("databaseClusterUuid"),
        Network = "private",
        User = "app",
    });

    return new Dictionary<string, object?>
    {
        // Secret, also in the state.
        ["databaseUri"] = connection.Uri,
        ["databaseEnvironment"] = connection.Environment,
    };
});
