#!/usr/bin/env bash
# Makes the scone variant of an image, to be deployed as a confidential app. Needs no registry and no network:
# workers take images from the local Docker engine, so the result is not pushed anywhere.
#
# Set the three variables here or in the environment.
set -euo pipefail

# Name of the app in messages.
IMG_NAME=${IMG_NAME:-requester-secrets-js}
# The image as you built it with "docker build".
IMG_FROM=${IMG_FROM:-iexec-sim/$IMG_NAME}
# The image to make of it.
IMG_TO=${IMG_TO:-iexec-sim/$IMG_NAME-scone:latest}

source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

say "sconify: making $IMG_TO of $IMG_FROM"
prepared=$(node "$root/packages/cli/bin/iexec-sim.cjs" app prepare "$IMG_FROM" --tee scone --to "$IMG_TO" --json)

# The fingerprint is what a client puts into the "mrenclave" of its app.
node -e '
  const { image, checksum, fingerprint, mrenclave } = JSON.parse(process.argv[1])
  console.log(`image:       ${image}`)
  console.log(`checksum:    ${checksum}`)
  console.log(`fingerprint: ${fingerprint}`)
  console.log(`mrenclave:   ${JSON.stringify(mrenclave)}`)
' "$prepared"
