# shellcheck shell=bash
# The programs of an instance: in its namespaces, with logs and process numbers in its folder.
# Needs say.sh and instance.sh.

# The order in which they start.
program_names=(etcd kube-apiserver containerd kubelet kube-controller-manager kube-scheduler kube-proxy coredns volumes)

# inside COMMAND…: runs it in the namespaces of the instance, as one of its programs would be.
inside() {
  local init
  init=$(pid_of init) || fail "The cluster \"$instance\" is not up: e2e/cluster/up $instance"
  nsenter --target "$init" --mount --pid --net --ipc --uts -- "$@"
}

# define_program NAME ARGUMENT…: what start_program starts.
define_program() {
  printf '%s\n' "$@" >"$folder/programs/$1"
}

# define_kubernetes NAME ARGUMENT…: the same for a program of the one executable.
define_kubernetes() {
  printf '%s\n' kubernetes "$@" >"$folder/programs/$1"
}

# start_program NAME
start_program() {
  local name=$1 init entering command
  mapfile -t command <"$folder/programs/$name"
  init=$(pid_of init) || fail "The cluster \"$instance\" is not up: e2e/cluster/up $instance"
  detached nsenter --target "$init" --mount --pid --net --ipc --uts -- "${command[@]}" >>"$folder/log/$name.log" 2>&1
  entering=$!
  until record_child "$entering" "$name"; do
    kill -0 "$entering" 2>/dev/null || has_ended "$name"
    sleep 0.02
  done
}

# record_child ENTERING NAME: nsenter forks, since only a child is in the new process namespace.
record_child() {
  local child
  child=$(<"/proc/$1/task/$1/children") || return 1
  identify "${child%% *}" >"$folder/pids/$2.new" || return 1
  mv "$folder/pids/$2.new" "$folder/pids/$2"
} 2>/dev/null

has_ended() {
  tail -n 20 "$folder/log/$1.log" >&2
  fail "$1 has ended; the last words of $folder/log/$1.log are above."
}

# await_program SECONDS NAME WHAT COMMAND…: until the command succeeds, or the program has ended.
await_program() {
  local seconds=$1 name=$2 what=$3
  shift 3
  await "$seconds" "$what" ended_or "$name" "$@"
  pid_of "$name" >/dev/null || has_ended "$name"
}

ended_or() {
  pid_of "$1" >/dev/null || return 0
  shift
  "$@"
}

# resume_program NAME: goes on with one that was stopped. The nsenter that waits for it stops with it, and while it
# is stopped it does not see the program's end.
resume_program() {
  local pid entering
  pid=$(pid_of "$1") || return 0
  entering=$(sed -n 's/^PPid:\t//p' "/proc/$pid/status")
  ((entering <= 1)) || kill -CONT "$entering"
  kill -CONT "$pid"
}
