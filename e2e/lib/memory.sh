# shellcheck shell=bash
# A folder for files that live for seconds: in memory where there is room, since what is written and
# deleted thousands of times costs a disk's file system a tenth of what the tests take. Needs say.sh.

# What there must be of memory, in MiB: twice what tests have been seen to keep at a time.
memory_wanted=16384

# memory_folder NAME: makes a folder NAME.XXXXXX that all users can pass through, sets memory_folder to it, and holds a
# lock on it until this process and all that it started have ended; prints nothing. Removes what earlier ones left that
# were killed. Without room in memory it is in TMPDIR.
memory_folder() {
  local parent=${TMPDIR:-/tmp} earlier
  if has_room /dev/shm; then
    parent=/dev/shm
  fi
  exec {memory_parent}<"$parent"
  flock "$memory_parent"
  for earlier in "$parent/$1".??????; do
    if [[ -O $earlier ]] && flock --nonblock "$earlier" true; then
      rm -rf "$earlier"
    fi
  done
  memory_folder=$(mktemp -d "$parent/$1.XXXXXX")
  chmod 711 "$memory_folder"
  exec {memory_lock}<"$memory_folder"
  flock "$memory_lock"
  exec {memory_parent}<&-
}

# has_room FOLDER: whether it is in memory, with room, and programs can be run from it.
has_room() {
  local free available
  [[ $(stat --file-system --format %T "$1" 2>/dev/null) == tmpfs && -w $1 ]] || return 1
  [[ ,$(findmnt --noheadings --output OPTIONS --target "$1"), != *,noexec,* ]] || return 1
  free=$(df --output=avail --block-size=1M "$1" | tail -n 1)
  available=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' /proc/meminfo)
  ((free >= memory_wanted && available / 1024 >= memory_wanted))
}
