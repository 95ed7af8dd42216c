# shellcheck shell=bash
# A folder for files that live for seconds: in memory where there is room, since what is written and
# deleted thousands of times costs a disk's file system a tenth of what the tests take.

# What there must be of memory, in MiB: more than ten times what tests have been seen to keep there at a time, since what
# they run needs memory too.
memory_wanted=16384

# memory_folder NAME: makes a folder NAME.XXXXXX that all users can pass through, sets memory_folder to it, and holds a
# lock on it until this process and all that it started have ended. Removes what earlier ones left that were killed.
# Without room in memory it is in TMPDIR.
memory_folder() {
  local parent=${TMPDIR:-/tmp} new
  # First, since what was left may be what there is no room for.
  remove_unlocked {/dev/shm,"$parent"}/"$1".??????
  if has_room /dev/shm; then
    parent=/dev/shm
  fi
  # Nobody looks for it by this name, so nobody removes it before it is locked.
  new=$(mktemp -d "$parent/.$1.XXXXXX")
  chmod 711 "$new"
  exec {memory_lock}<"$new"
  flock "$memory_lock"
  memory_folder=$parent/${new##*/.}
  mv -T "$new" "$memory_folder"
}

# remove_unlocked FOLDER…: those of ours that are there and that nobody holds a lock on.
remove_unlocked() {
  local folder
  for folder in "$@"; do
    if [[ -O $folder ]] && flock --nonblock "$folder" true; then
      rm -rf "$folder"
    fi
  done
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
