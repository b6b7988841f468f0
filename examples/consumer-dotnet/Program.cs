using System.Collections.Generic;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var database = new StackReference(config.Require("databaseStack"));

    return new Dictionary<string, object?>
    {
        // Secret, as in the producer.
        ["databaseUri"] = database.RequireOutput("databaseClusterUri"),
        ["databasePort"] = database.RequireOutput("databaseClusterPort"),

        // Readable, as in the producer.
        ["databaseRegion"] = database.RequireOutput("databaseClusterRegion"),
    };
});
