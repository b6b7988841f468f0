/** Does nothing but load the SDK. */
require("@pulumi/pulumi");
