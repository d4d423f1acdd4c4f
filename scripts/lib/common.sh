# Sourced by the scripts of this folder: where things are, how to speak, which Node is used.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
stamps=$root/.setup
toolchain=$root/.toolchain
readonly root stamps toolchain

export PATH="$toolchain/node_modules/.bin:$root/node_modules/.bin:$PATH"
export TURBO_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1 HARDHAT_DISABLE_TELEMETRY_PROMPT=true
export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false

# Docker Desktop may offer its socket in the user's folder only.
if [[ -z ${DOCKER_HOST:-} && ! -S /var/run/docker.sock && -S $HOME/.docker/run/docker.sock ]]; then
  export DOCKER_HOST="unix://$HOME/.docker/run/docker.sock"
fi

# Milliseconds of some clock, for durations; whole seconds where the shell is old.
now_ms() {
  local now=${EPOCHREALTIME:-$SECONDS.000000}
  now=${now//[!0-9]/}
  printf '%s' "${now%???}"
}

# Says a step on standard error; standard output belongs to results.
say() { printf '%s\n' "$*" >&2; }

# Says why the script cannot go on, and ends it.
stop() {
  say "$1"
  [[ $# -lt 2 ]] || { printf '\n' && printf '    %s\n' "${@:2}"; } >&2
  exit 1
}

# Whether packages can be installed here: root on Debian, Ubuntu or a relative.
can_apt() { [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; }

# Installs Debian packages. The lists are fetched anew: on a fresh machine there are none.
apt_install() {
  say "setup: installing $* with apt-get"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2 </dev/null
  apt-get install -y -qq --no-install-recommends "$@" >&2 </dev/null
}

# Major version a program says of itself, 0 when it is not there.
major() {
  local said
  said=$("$1" --version 2>/dev/null </dev/null) || said=0
  said=${said#v}
  printf '%s' "${said%%.*}"
}
