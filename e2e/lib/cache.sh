# shellcheck shell=bash
# Where everything lives that a machine builds or fetches once and uses again. Sourced, not run.

# Prints the cache folder. E2E_CACHE names another. Root's default is outside its home, since
# servers that refuse to be root (PostgreSQL) are started from here as another user.
cache_dir() {
  if [[ -n ${E2E_CACHE:-} ]]; then
    printf '%s\n' "$E2E_CACHE"
  elif [[ $EUID -eq 0 ]]; then
    printf '/var/cache/proxpanel-backup\n'
  else
    printf '%s\n' "${XDG_CACHE_HOME:-$HOME/.cache}/proxpanel-backup"
  fi
}

# Ends the script with a sentence for the person who ran it.
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# Says what is being done, with the seconds since the script began.
say() {
  printf '%s: %3ds  %s\n' "${0##*/}" "$SECONDS" "$*" >&2
}
