# shellcheck shell=bash
# What e2e/fresh does beside making a root: its folder, what is copied into it, and how a program is run so that it never
# outlives the script. Needs say.sh,
# memory.sh and debian.sh.

# fresh_folder PARENT: makes a folder, sets fresh_folder to it, and holds a lock on it until this process and all that it
# started have ended. Removes what earlier ones left that were killed.
fresh_folder() {
  remove_unlocked "$1"/proxpanel-backup-fresh.??????
  fresh_folder=$(mktemp -d "$1/proxpanel-backup-fresh.XXXXXX")
  exec {fresh_lock}<"$fresh_folder"
  flock "$fresh_lock"
  chmod 755 "$fresh_folder"
}

# guarded PROGRAM ARGUMENT…: runs it so that it ends when this script does, even if that is killed; its exit status.
# Ctrl-C is told to it by the terminal, and it is waited for; the second time it is killed.
guarded() {
  local status=0 interrupted=0
  (
    # A shell has what it starts in the background ignore them.
    trap - INT QUIT
    exec setpriv --pdeathsig KILL "$@"
  ) <&0 &
  local guarded=$!
  trap '((++interrupted < 2)) || kill -KILL "$guarded" 2>/dev/null || true' INT
  trap 'kill -KILL "$guarded" 2>/dev/null; wait "$guarded" || true; exit 143' TERM HUP
  while kill -0 "$guarded" 2>/dev/null; do
    status=0
    wait "$guarded" || status=$?
  done
  trap - INT TERM HUP
  ((interrupted == 0)) || exit 130
  return "$status"
}

# sources_of RELEASE OWN APT TARGET: lays into the folder TARGET those package sources of the folder APT, which is as
# /etc/apt, that name the machine's OWN release, with RELEASE in its place.
sources_of() {
  local release=$1 own=$2 apt=$3 target=$4 file
  cat "$apt/sources.list" "$apt"/sources.list.d/*.list 2>/dev/null |
    sed -nE "s,^(deb( +\[[^]]*\])? +[^ ]+ +)$own([-/ ].*)\$,\1$release\3,p" >"$target/machine.list" || true
  for file in "$apt"/sources.list.d/*.sources; do
    [[ ! -r $file ]] || { grep -v '^#' "$file" && echo; }
  done | awk -v own="$own" 'BEGIN { RS = ""; ORS = "\n\n" }
    ("\n" $0 "\n") ~ "\nSuites:[^\n]*[ \t]" own "[-/ \t\n]" && ("\n" $0) !~ "\nEnabled: *no"' |
    sed -E "/^Suites:/s,\<$own\>,$release,g" >"$target/machine.sources"
  find "$target" -type f -empty -delete
  compgen -G "$target/*" >/dev/null ||
    fail "This machine's apt has no sources of its own release, $own: name those of $release with --sources."
}

# copy_settings ROOT: how this machine's clients fetch, and whom they trust.
copy_settings() {
  local root=$1 file
  # The root has no package with certificates yet; the one that comes takes these too.
  for file in /usr/local/share/ca-certificates /etc/hosts /etc/resolv.conf /etc/pip.conf; do
    [[ ! -e $file ]] || { mkdir -p "$root${file%/*}" && cp -rL "$file" "$root${file%/*}/"; }
  done
  for file in .m2/settings.xml .config/pip/pip.conf .pip/pip.conf .config/go/env; do
    [[ ! -e $HOME/$file ]] || install -D -m 600 "$HOME/$file" "$root/root/$file"
  done
}

# copy_checkout FROM ROOT: as a clone would have it, with what is not committed yet.
copy_checkout() {
  mkdir -p "$2/root/proxpanel-backup"
  git -C "$1" -c safe.directory="$1" ls-files -z --cached --others --exclude-standard |
    (cd "$1" && xargs -0 ls -d 2>/dev/null) |
    tar -C "$1" --create --no-recursion --files-from - --owner 0 --group 0 |
    tar -C "$2/root/proxpanel-backup" --extract
}

# fresh_name ROOT: what it calls itself.
fresh_name() {
  sed -n 's/^PRETTY_NAME="\(.*\)"$/\1/p' "$1/etc/os-release"
}
