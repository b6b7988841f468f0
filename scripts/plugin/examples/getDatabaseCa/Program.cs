using System.Collections.Generic;
using Pulumi;
using Databases = Pulumi.DigitalOceanDatabases;

return await Deployment.RunAsync(() =>
{
    var config = new Config();
    var uuid = config.Require("databaseClusterUuid");
    var ca = Databases.GetDatabaseCa.Invoke(new()
    {
        ClusterUuid = uuid,
    });

    // The application has the certificate in this file, so that its driver verifies the server.
    var connection = new Databases.DatabaseConnection("database", new()
    {
        Uuid = uuid,
        CaFile = "/etc/ssl/database-ca.pem",
    });

    return new Dictionary<string, object?>
    {
        ["databaseUri"] = connection.Uri,
        ["databaseCaCertificate"] = ca.Apply(found => found.Certificate),
    };
});
