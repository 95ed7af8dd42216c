# shellcheck shell=bash
# Installs Debian or Ubuntu packages that are missing, and nothing else. Needs say.sh.
#
# A package that brings a service is installed without starting it: the maintainer scripts find harmless
# stand-ins first in the PATH that dpkg gives them. So nothing of the system's configuration is touched,
# not even for a moment, and what runs already keeps running.

# need_packages WHY PACKAGE…: one line when something has to be installed, silence when all is there.
need_packages() {
  local why=$1 package
  local -a missing=()
  shift
  for package in "$@"; do
    package_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]} == 0)) && return
  command -v apt-get >/dev/null ||
    fail "Missing: ${missing[*]} ($why). There is no apt-get here to install them with: install them by hand, then run this again."
  say "Installing ${missing[*]} ($why)…"
  install_packages "${missing[@]}"
}

package_installed() {
  [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# package_candidate PACKAGE: prints the version that apt would install, or nothing.
package_candidate() {
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \([^(].*\)$/\1/p'
}

# refresh_package_lists: apt-get update, at most once.
refresh_package_lists() {
  [[ -n ${package_lists_fresh:-} ]] && return
  local log
  log=$(mktemp)
  as_root apt-get -o DPkg::Lock::Timeout=300 -q update >"$log" 2>&1 </dev/null ||
    say "apt-get update had errors: $(grep -m1 -E '^(E|Err):?' "$log" || tail -n1 "$log")"
  rm -f "$log"
  package_lists_fresh=yes
}

install_packages() {
  local log shims
  log=$(mktemp)
  shims=$(mktemp -d)
  no_services_in "$shims"
  if ! apt_install "$shims" "$@" >"$log" 2>&1 </dev/null; then
    # Missing or old lists are the usual reason; they are fetched only then.
    refresh_package_lists
    if ! apt_install "$shims" "$@" >"$log" 2>&1 </dev/null; then
      tail -n 20 "$log" >&2
      rm -rf "$log" "$shims"
      fail "apt-get could not install $*: its last words are above. Install them by hand, then run this again."
    fi
  fi
  rm -rf "$log" "$shims"
}

apt_install() {
  local shims=$1
  shift
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o "DPkg::Path=$shims:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    install "$@"
}

# What would start a service, or make PostgreSQL's default cluster, does nothing instead.
no_services_in() {
  local name
  chmod 755 "$1"
  for name in invoke-rc.d deb-systemd-invoke pg_createcluster; do
    printf '#!/bin/sh\nexit 0\n' >"$1/$name"
    chmod 755 "$1/$name"
  done
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif ! command -v sudo >/dev/null; then
    fail "Neither root nor sudo: as root, run: $*"
  elif [[ -t 2 ]]; then
    sudo "$@"
  else
    sudo --non-interactive "$@"
  fi
}
