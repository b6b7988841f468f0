import com.pulumi.Pulumi;
import com.pulumi.digitaloceandatabases.DatabaseConnection;
import com.pulumi.digitaloceandatabases.DatabaseConnectionArgs;
import com.pulumi.digitaloceandatabases.DigitaloceandatabasesFunctions;
import com.pulumi.digitaloceandatabases.inputs.GetDatabaseClusterArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var config = ctx.config();
            var cluster = DigitaloceandatabasesFunctions.getDatabaseCluster(GetDatabaseClusterArgs.builder()
                .name(config.require("databaseClusterName"))
                .build());

            // The connection is a resource, so that it stays secret.
            var connection = new DatabaseConnection("database", DatabaseConnectionArgs.builder()
                .uuid(cluster.applyValue(found -> found.id()))
                .build());

            ctx.export("databaseUri", connection.uri());
            ctx.export("databaseRegion", cluster.applyValue(found -> found.region()));
        });
    }
}
