#!/bin/sh
# As many public images have it: prepares something, then becomes what it was asked to run.
set -e
export PREPARED="by the entrypoint"
exec "$@"
