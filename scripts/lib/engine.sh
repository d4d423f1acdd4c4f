# Sourced by setup: a Docker engine that answers.

# Asks the engine the simulator will use: DOCKER_HOST, else the machine's socket.
engine_answers() {
  case ${DOCKER_HOST:-unix:///var/run/docker.sock} in
    unix://*) node "$root/scripts/lib/ping-engine.mjs" </dev/null ;;
    *) command -v docker >/dev/null && timeout 15 docker version >/dev/null 2>&1 </dev/null ;;
  esac
}

# Makes a Docker engine answer where this user may, else stops with what to do.
bring_engine() {
  engine_answers && return
  [[ -z ${DOCKER_HOST:-} ]] || stop "setup: no Docker engine answers at DOCKER_HOST=$DOCKER_HOST." 'unset DOCKER_HOST    # to use the engine of this machine'
  [[ $(uname) == Linux ]] || stop 'setup: no Docker engine answers. Start Docker Desktop, then run this again:' 'open -a Docker'
  if ! command -v dockerd >/dev/null; then
    can_apt || stop 'setup: no Docker engine answers, and this user may not install one. Run:' "$(install_command)"
    apt_install docker.io iptables
    engine_answers && return
  fi
  [[ $(id -u) == 0 ]] || stop 'setup: the Docker engine is not running, or this user may not use it. Run:' \
    'sudo systemctl start docker' "sudo usermod -aG docker $(id -un)    # then log in again"
  start_engine
}

install_command() {
  if command -v apt-get >/dev/null; then
    printf 'sudo sh -c "apt-get update && apt-get install -y --no-install-recommends docker.io iptables"'
  else
    printf 'install Docker Engine with the package manager of this system'
  fi
}

start_engine() {
  if [[ -d /run/systemd/system ]] && systemctl start docker >&2; then
    wait_for_engine 'journalctl -u docker' "$$" && return
  fi
  local log=/var/log/iexec-sim-dockerd.log
  [[ -w /var/log ]] || log=${TMPDIR:-/tmp}/iexec-sim-dockerd.log
  say "setup: starting the Docker engine (log: $log)"
  remove_stale_pid_file
  # A session of its own, and no file of ours left open in it: the engine outlives this script.
  setsid dockerd >"$log" 2>&1 </dev/null &
  wait_for_engine "$log" $!
}

# An engine that was killed leaves its process id behind, and the next one may refuse to start because of it.
remove_stale_pid_file() {
  local file=/var/run/docker.pid pid
  [[ -f $file ]] || return 0
  pid=$(<"$file")
  [[ $(cat "/proc/$pid/comm" 2>/dev/null) == dockerd ]] || rm -f "$file"
}

# Waits up to a minute, or until the engine's process has ended.
wait_for_engine() {
  local log=$1 pid=$2 left=240
  until engine_answers; do
    ((left-- > 0)) && kill -0 "$pid" 2>/dev/null || stop "setup: the Docker engine did not start. Its log says why:" "tail -n 30 $log"
    sleep 0.25
  done
}
