"""Looks up one cluster many times with pydo, and prints the milliseconds of a lookup in each round."""

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
        # By default pydo refuses to send its token over plain http.
        assert client.databases.get_cluster(uuid, enforce_https=False)["database"]["id"]
    samples.append((time.perf_counter() - started) * 1000 / lookups)
print(json.dumps(samples))
