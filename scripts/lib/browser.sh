# Sourced by setup: a Chromium for the tests of the explorer.

find_browser() { (cd "$root" && node test/explorer/support/find-browser.ts) </dev/null; }

# Makes a Chromium be there, else stops with what to do.
bring_browser() {
  find_browser >/dev/null && return
  can_apt || stop 'setup: The tests of the explorer need Chromium or Chrome, and none was found. Install one, or set IEXEC_SIM_CHROMIUM to its file. On Debian:' \
    'sudo apt-get install -y --no-install-recommends chromium'
  if grep -qs '^ID=ubuntu' /etc/os-release; then
    # The package of Ubuntu only leads to a snap, which needs a daemon that many machines lack.
    say 'setup: installing Chromium by playwright-core'
    (cd "$root/test" && pnpm exec playwright-core install --with-deps chromium) >&2 </dev/null
  else
    apt_install chromium
  fi
  find_browser >/dev/null || stop 'setup: Chromium was installed and cannot be found. Set IEXEC_SIM_CHROMIUM to its file.'
}
