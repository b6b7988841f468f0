import com.pulumi.Pulumi;
import com.pulumi.digitaloceandatabases.DatabaseConnection;
import com.pulumi.digitaloceandatabases.DatabaseConnectionArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var config = ctx.config();
            var connection = new DatabaseConnection("database", DatabaseConnectionArgs.builder()
                .uuid(config.require("databaseClusterUuid"))
                .network("private")
                .user("app")
                .build());

            // Secret, also in the state.
            ctx.export("databaseUri", connection.uri());
            ctx.export("databaseEnvironment", connection.environment());
        });
    }
}
