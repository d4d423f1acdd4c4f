# Sourced by setup: Node.js and pnpm.

readonly NODE_MAJOR=24 PNPM_MAJOR=12

toolchain_fits() { (($(major node) >= NODE_MAJOR && $(major pnpm) >= PNPM_MAJOR)); }

# Brings Node.js and pnpm into .toolchain/ unless the machine's own are recent enough.
bring_toolchain() {
  hash -r
  toolchain_fits && return
  if ! command -v npm >/dev/null; then
    can_apt || stop "setup: neither Node.js $NODE_MAJOR nor npm is on this machine. Install Node.js $NODE_MAJOR or later, then run this again."
    apt_install nodejs npm
  fi
  say "setup: bringing Node.js $NODE_MAJOR and pnpm $PNPM_MAJOR into .toolchain/"
  mkdir -p "$toolchain"
  npm install --prefix "$toolchain" --no-progress --loglevel=error "node@$NODE_MAJOR" "pnpm@$PNPM_MAJOR" >&2 </dev/null
  hash -r
  toolchain_fits || stop "setup: .toolchain/ does not work (node $(node --version), pnpm $(pnpm --version)). Remove it, then run this again."
}
