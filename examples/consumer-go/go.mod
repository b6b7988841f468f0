module database-consumer-go

go 1.21

require github.com/pulumi/pulumi/sdk/v3 v3.150.0
