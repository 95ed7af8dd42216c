# shellcheck shell=bash
# What it takes to build and to run the tests: a JDK, Maven, PostgreSQL. Needs say.sh and packages.sh.

# need_java: a JDK of at least 17 in the PATH.
need_java() {
  if ! java_is_new_enough; then
    need_packages "a JDK to build with" openjdk-17-jdk-headless
    java_is_new_enough ||
      fail "javac is $(javac -version 2>&1 | head -n 1), and 17 or newer is needed: put a newer JDK first in the PATH."
  fi
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
