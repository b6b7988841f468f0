"""Looks clusters up with the native plugin, as resources that a Diff keeps live."""

import json
import os

import pulumi_digitalocean_databases as databases

for uuid in json.loads(os.environ["CLUSTERS"]):
    databases.DatabaseCluster(uuid, uuid=uuid)
