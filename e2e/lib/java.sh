# shellcheck shell=bash
# What it takes to build and to run the tests: a JDK, Maven, PostgreSQL. Needs say.sh and packages.sh.

# use_utf8: what is built, tested and shown has letters beyond ASCII, and a machine may have been given no language at all.
use_utf8() {
  [[ $(locale charmap 2>/dev/null) == UTF-8 ]] || export LC_ALL=C.UTF-8
}

# need_java: a JDK of at least 17 in the PATH.
need_java() {
  local package
  if ! java_is_new_enough; then
    package=$(jdk_package)
    need_packages "a JDK to build with" "$package"
    java_is_new_enough ||
      fail "javac is $(javac -version 2>&1 | head -n 1), and 17 or newer is needed: put a newer JDK first in the PATH."
  fi
}

# jdk_package: prints the package of the distribution's JDK: the one that is its default, if that is new enough, else the
# newest that it has.
jdk_package() {
  local number
  command -v apt-get >/dev/null ||
    fail "Missing: a JDK, 17 or newer. There is no apt-get here to install one with: install it by hand, then run this again."
  # A machine that was never updated has no lists to search in.
  [[ -n $(jdk_numbers) ]] || refresh_package_lists
  number=$(LC_ALL=C apt-cache depends default-jdk-headless 2>/dev/null |
    sed -n 's/.*Depends: openjdk-\([0-9]*\)-jdk-headless$/\1/p')
  if ((${number:-0} < 17)); then
    number=$(jdk_numbers | tail -n 1)
  fi
  ((${number:-0} >= 17)) ||
    fail "This machine's package sources have no JDK from 17 on: install one by hand and put it first in the PATH."
  printf 'openjdk-%d-jdk-headless\n' "$number"
}

jdk_numbers() {
  apt-cache search --names-only '^openjdk-[0-9]+-jdk-headless$' |
    sed -n 's/^openjdk-\([0-9]*\)-jdk-headless .*/\1/p' | sort -n
}

java_is_new_enough() {
  local version
  command -v java >/dev/null && command -v javac >/dev/null || return 1
  version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  ((${version:-0} >= 17))
}

# need_maven: Maven of at least 3.8 in the PATH.
need_maven() {
  command -v mvn >/dev/null || need_packages "to build" maven
}

# need_postgresql: some server below Debian's folder.
need_postgresql() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    need_packages "servers to test with; no service is started" postgresql
}
