#!/bin/sh
# Runs on the unpacked root ($1): does by hand what install scripts would have done, and drops what an app never reads.
set -eu
root=$1

ln -sf dash "$root/bin/sh"
find "$root/usr/share/ca-certificates" -name '*.crt' | LC_ALL=C sort | while read -r crt; do cat "$crt"; echo; done \
  > "$root/etc/ssl/certs/ca-certificates.crt"
cat > "$root/etc/passwd" <<PASSWD
root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/sh
PASSWD
printf 'root:x:0:\nnogroup:x:65534:\n' > "$root/etc/group"

rm -rf "$root/usr/share/man" "$root/usr/share/doc" "$root/usr/share/locale" "$root/usr/share/info" "$root/usr/share/lintian" \
  "$root/usr/share/perl5" "$root/var/lib/dpkg" "$root/var/lib/apt" "$root/var/cache" "$root/var/log" "$root/usr/share/bash-completion"
mkdir -p "$root/var/cache" "$root/var/log" "$root/tmp"
find "$root" -name __pycache__ -type d -prune -exec rm -rf {} +
