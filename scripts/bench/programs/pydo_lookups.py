"""Looks one cluster up by pydo, and prints the milliseconds of one lookup, round by round."""

import json
import os
import sys
import time

from pydo import Client

uuid, rounds, lookups = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = Client(token=os.environ["DIGITALOCEAN_TOKEN"], endpoint=os.environ["DIGITALOCEAN_API_URL"])
samples = []
for _ in range(rounds):
    started = time.perf_counter()
    for _ in range(lookups):
        # It refuses to send its token over plain http, unless it is told that this is meant.
        assert client.databases.get_cluster(uuid, enforce_https=False)["database"]["id"]
    samples.append((time.perf_counter() - started) * 1000 / lookups)
print(json.dumps(samples))
