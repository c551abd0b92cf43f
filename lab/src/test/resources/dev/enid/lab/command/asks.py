"""Asks an EC2 endpoint by botocore, and tells how each request ended.

Prints one line for each: how many attempts botocore made, then "ok", the code of the error, or the name of the exception.
Arguments: the endpoint, how many attempts botocore may make, how many seconds it waits for an answer, then JSON: a list of
[operation, parameters].
"""

import json
import sys

import botocore.exceptions
import botocore.session
from botocore.config import Config

endpoint, most, patience, calls = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), json.loads(sys.argv[4])
config = Config(retries={"mode": "standard", "total_max_attempts": most}, read_timeout=patience)
client = botocore.session.get_session().create_client("ec2", endpoint_url=endpoint, config=config)
attempts = 0


def count(**_):
    global attempts
    attempts += 1


client.meta.events.register("before-send.ec2", count)
for operation, parameters in calls:
    attempts = 0
    try:
        client._make_api_call(operation, parameters)
        outcome = "ok"
    except botocore.exceptions.ClientError as e:
        outcome = e.response["Error"]["Code"]
    except botocore.exceptions.BotoCoreError as e:
        outcome = type(e).__name__
    print(attempts, outcome)
