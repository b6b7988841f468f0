import com.pulumi.Pulumi;
import com.pulumi.digitaloceandatabases.DatabaseConnection;
import com.pulumi.digitaloceandatabases.DatabaseConnectionArgs;
import com.pulumi.digitaloceandatabases.DigitaloceandatabasesFunctions;
import com.pulumi.digitaloceandatabases.inputs.GetDatabaseCaArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var uuid = ctx.config().require("databaseClusterUuid");
            var ca = DigitaloceandatabasesFunctions.getDatabaseCa(GetDatabaseCaArgs.builder()
                .clusterUuid(uuid)
                .build());

            // The application has the certificate in this file, so that its driver verifies the server.
            var connection = new DatabaseConnection("database", DatabaseConnectionArgs.builder()
                .uuid(uuid)
                .caFile("/etc/ssl/database-ca.pem")
                .build());

            ctx.export("databaseUri", connection.uri());
            ctx.export("databaseCaCertificate", ca.applyValue(found -> found.certificate()));
        });
    }
}
