# shellcheck shell=bash
# Where things are kept that take long to make, outside the checkout so that all checkouts share them.

# cache_folder: prints the folder and makes it where it is missing.
cache_folder() {
  local folder=${XDG_CACHE_HOME:-${HOME:?"HOME is not set: set it, or XDG_CACHE_HOME"}/.cache}/proxpanel-backup
  mkdir -p "$folder" || fail "Cannot make the folder $folder: make it writable, or set XDG_CACHE_HOME to one that is."
  printf '%s\n' "$folder"
}

# lock_cache NAME WHAT: waits until no other process holds the lock; it is held until this process ends.
lock_cache() {
  local file
  file=$(cache_folder)/$1.lock
  exec {cache_lock}>"$file"
  if ! flock --nonblock "$cache_lock"; then
    say "Waiting for another process that does this already: $2."
    flock "$cache_lock"
  fi
}
