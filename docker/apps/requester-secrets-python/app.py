"""Counts the calls of an endpoint whose namespace and key only the requester knows."""

import json
import os
import sys
from urllib.parse import quote

import requests

NAMES = {"IEXEC_REQUESTER_SECRET_1": "namespace", "IEXEC_REQUESTER_SECRET_2": "key"}


class Failure(Exception):
    """An error whose message holds no secret."""


def main():
    for variable, meaning in NAMES.items():
        if not os.environ.get(variable):
            raise Failure(f"missing requester secret {variable} ({meaning})")
    namespace = quote(os.environ["IEXEC_REQUESTER_SECRET_1"], safe="")
    key = quote(os.environ["IEXEC_REQUESTER_SECRET_2"], safe="")
    response = requests.get(f"https://api.countapi.xyz/hit/{namespace}/{key}", timeout=30)
    response.raise_for_status()
    value = response.json().get("value")
    if not isinstance(value, int):
        raise Failure("the endpoint answered without a value")

    result = f"endpoint hit {value} times"
    print(result)
    out = os.environ["IEXEC_OUT"]
    result_path = os.path.join(out, "result.txt")
    with open(result_path, "w") as file:
        file.write(result)
    with open(os.path.join(out, "computed.json"), "w") as file:
        json.dump({"deterministic-output-path": result_path}, file)


try:
    main()
except Failure as failure:
    print(failure)
    sys.exit(1)
except Exception as error:
    # The message of any other error may hold the URL, and with it both secrets: only its kind is shown.
    print(f"something went wrong ({type(error).__name__})")
    sys.exit(1)
