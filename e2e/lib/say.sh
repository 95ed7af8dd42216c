# shellcheck shell=bash
# Words for people. All of it goes to standard error, so that a script's standard output is its result.

# say SENTENCE…: one line of progress.
say() {
  printf '%s\n' "$*" >&2
}

# fail SENTENCE…: what is wrong and what to do about it; ends the script.
fail() {
  if [[ -t 2 ]]; then
    printf '\033[31m%s\033[0m\n' "$*" >&2
  else
    printf '%s\n' "$*" >&2
  fi
  exit 1
}

# for_people SECONDS: 75 becomes "1 min 15 s".
for_people() {
  if (($1 < 60)); then
    printf '%d s' "$1"
  else
    printf '%d min %02d s' "$(($1 / 60))" "$(($1 % 60))"
  fi
}
