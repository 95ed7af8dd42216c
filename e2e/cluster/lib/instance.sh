# shellcheck shell=bash
# What an instance of the cluster owns, all of it from its name: a folder, and a number that gives it
# addresses, an interface and a cgroup that no other instance has. Needs say.sh and cache.sh.
#
# All processes of an instance live in namespaces of its own, of which the first process is init:
# when that one is killed, the kernel ends the others, their mounts and their network.

instances=$(cache_folder)/clusters

# open_instance NAME: sets instance and folder, and what number the instance has where it has one yet.
open_instance() {
  instance=$1
  [[ $instance =~ ^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$ ]] ||
    fail "\"$instance\" cannot be the name of a cluster: write lower-case letters, digits and dashes, at most 32."
  folder=$instances/$instance
  node_name=e2e-$instance
  if [[ -r $folder/number ]]; then
    number_gives "$(<"$folder/number")"
  fi
}

# number_gives NUMBER: 198.18.0.0/15 is the range that is set aside for tests; 64 instances share it.
number_gives() {
  number=$1
  host_interface=proxpanel-e2e$number
  host_ip=198.18.0.$((number * 4 + 1))
  node_ip=198.18.0.$((number * 4 + 2))
  pods=198.18.$((64 + number)).0/24
  services=198.19.$((number * 4)).0/22
  api_ip=198.19.$((number * 4)).1
  dns_ip=198.19.$((number * 4)).10
  cgroup=proxpanel-e2e-$number
}

# create_instance: makes the folder, with a number that nobody else has.
create_instance() {
  local candidate
  mkdir -p "$instances"
  exec {instances_lock}<"$instances"
  flock "$instances_lock"
  mkdir -m 700 "$folder"
  for ((candidate = 0; candidate < 64; candidate++)); do
    if number_is_free "$candidate"; then
      printf '%s\n' "$candidate" >"$folder/number"
      break
    fi
  done
  exec {instances_lock}<&-
  [[ -s $folder/number ]] || fail "There are 64 clusters already: end one with e2e/cluster/down NAME."
  open_instance "$instance"
}

number_is_free() {
  local taken
  for taken in "$instances"/*/number; do
    if [[ -r $taken && $(<"$taken") == "$1" ]]; then
      return 1
    fi
  done
  number_gives "$1"
  [[ ! -e /sys/class/net/$host_interface && -z $(ip -4 -o address show to "$host_ip/30") ]]
}

# lock_instance SECONDS: one up or down at a time; held until this process ends.
lock_instance() {
  exec {instance_lock}<"$folder"
  flock --timeout "$1" "$instance_lock" ||
    fail "An up or down of the cluster \"$instance\" is under way: wait for it, or end it and try again."
}

# detached COMMAND…: runs it for longer than this script lives, without what this script holds. Go's programs take more
# memory for less work, which is what the machines of tests are short of.
detached() {
  env -i GOGC=400 HOME=/root PATH=/opt/kubernetes:/opt/addons:/usr/sbin:/usr/bin:/sbin:/bin \
    setsid "$@" </dev/null {instance_lock}<&- &
}

# cgroup_hierarchies: prints where control groups are made: one place, or one for each controller where
# they are of version 1.
cgroup_hierarchies() {
  findmnt --raw --noheadings --types cgroup,cgroup2 --output TARGET | grep -E '^/sys/fs/cgroup(/[^/]+)?$' | sort -u
}

# identify PID: prints what tells this process from a later one of the same number.
identify() {
  local stat
  [[ -n ${1:-} ]] && stat=$(<"/proc/$1/stat") || return 1
  # The name in parentheses may contain anything; the start time is the twentieth word after it.
  read -ra stat <<<"${stat##*) }"
  ((${#stat[@]} > 19)) || return 1
  printf '%s %s %s\n' "$1" "${stat[19]}" "$(</proc/sys/kernel/random/boot_id)"
}

# pid_of PROGRAM: prints the process number of a program that runs, or of init.
pid_of() {
  local pid rest
  [[ -r $folder/pids/$1 ]] || return 1
  read -r pid rest <"$folder/pids/$1"
  [[ $(identify "$pid" 2>/dev/null) == "$pid $rest" ]] || return 1
  [[ $(<"/proc/$pid/stat") != *") Z "* ]] || return 1
  printf '%s\n' "$pid"
} 2>/dev/null

# await SECONDS WHAT COMMAND…: until the command succeeds.
await() {
  local end=$((SECONDS + $1)) what=$2 output
  shift 2
  until output=$("$@" 2>&1); do
    ((SECONDS < end)) || fail "Waited in vain for $what${output:+: $output}"
    sleep 0.1
  done
}
