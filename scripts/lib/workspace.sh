# Sourced by setup: dependencies and build. Each is done again when what it was made from has changed.

command -v sha256sum >/dev/null && readonly SHA256=(sha256sum) || readonly SHA256=(shasum -a 256)

# Hash of the files below the given paths, names and contents.
hash_of() {
  (cd "$root" && find "$@" -type d \( -name node_modules -o -name generated -o -name artifacts -o -name cache -o -name dist -o -name .turbo \) -prune -o -type f -print0) |
    LC_ALL=C sort -z | (cd "$root" && xargs -0 "${SHA256[@]}") | "${SHA256[@]}" | cut -d' ' -f1
}

# Whether a step was last finished on this input.
done_before() { [[ -f $stamps/$1 && $(<"$stamps/$1") == "$2" ]]; }

finished() { printf '%s' "$2" >"$stamps/$1"; }

install_dependencies() {
  local input
  input="$(node --version) $(hash_of package.json pnpm-lock.yaml pnpm-workspace.yaml)-$(package_files)"
  [[ -d $root/node_modules/.pnpm ]] && done_before dependencies "$input" && return
  say 'setup: installing dependencies'
  (cd "$root" && CI=true pnpm install --frozen-lockfile --reporter=append-only >&2 </dev/null)
  finished dependencies "$input"
}

package_files() { (cd "$root" && hash_of contracts/package.json docker/package.json docs/package.json docker/apps/*/package.json packages/*/package.json test/package.json); }

build_workspace() {
  local input
  input=$(hash_of pnpm-lock.yaml turbo.json tsconfig.base.json contracts docs packages docker scripts/package scripts/build-package.ts)
  built_files_exist && done_before build "$input" && return
  say 'setup: building contracts, enclave programs, documentation and packages'
  (cd "$root" && turbo run build --output-logs=errors-only >&2 </dev/null)
  built_files_exist || stop 'setup: the build ended without what it should have made: contracts/generated, docs/generated, packages/worker/generated and packages/cli/dist.'
  finished build "$input"
}

built_files_exist() {
  compgen -G "$root/contracts/generated/genesis-*.json" >/dev/null &&
    [[ -f $root/packages/worker/generated/pre-compute.mjs && -f $root/packages/worker/generated/post-compute.mjs ]] &&
    [[ -f $root/docs/generated/site/index.html && -f $root/packages/cli/dist/package.json ]]
}
