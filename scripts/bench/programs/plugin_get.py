"""Reads clusters with the native plugin."""

import json
import os

import pulumi_digitalocean_databases as databases

for uuid in json.loads(os.environ["CLUSTERS"]):
    databases.DatabaseCluster.get(uuid, uuid)
