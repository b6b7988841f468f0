import com.pulumi.Pulumi;
import com.pulumi.digitaloceandatabases.DatabaseCluster;
import com.pulumi.digitaloceandatabases.DatabaseClusterArgs;
import com.pulumi.digitaloceandatabases.outputs.ClusterConnection;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var config = ctx.config();
            var cluster = new DatabaseCluster("database", DatabaseClusterArgs.builder()
                .uuid(config.require("databaseClusterUuid"))
                .build());

            // Secret, also in the state.
            ctx.export("databaseUri", cluster.connection().applyValue(
                connection -> connection.flatMap(ClusterConnection::uri)));

            // Readable.
            ctx.export("databaseEngine", cluster.engine());
            ctx.export("databaseRegion", cluster.region());
        });
    }
}
