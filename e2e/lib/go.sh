# shellcheck shell=bash
# Finds a Go that can build. Needs say.sh, packages.sh and cache.sh.
#
# From 1.21 on Go fetches the toolchain that a go.mod asks for by itself. An older one, as Debian 12 has,
# can fetch the same toolchain as the module that it is, with the same check against the checksum database.

# find_go VERSION: prints the path of a go that is at least 1.21, or else of exactly VERSION.
find_go() {
  local go older=''
  while read -r go; do
    if go_is_new_enough "$go"; then
      printf '%s\n' "$go"
      return
    fi
    older=${older:-$go}
  done < <(installed_gos)
  if [[ -z $older ]]; then
    need_packages "to build Kubernetes; there is no Go on this machine" golang-go ca-certificates
    older=$(installed_gos | head -n 1)
    [[ -n $older ]] || fail "No go was found after installing golang-go: install Go 1.21 or newer (https://go.dev/dl)."
  fi
  if go_is_new_enough "$older"; then
    printf '%s\n' "$older"
  else
    fetch_go "$older" "$1"
  fi
}

installed_gos() {
  local go
  for go in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go-*/bin/go; do
    [[ ! -x $go ]] || printf '%s\n' "$go"
  done
}

go_is_new_enough() {
  local version
  version=$(GOTOOLCHAIN=local "$1" version 2>/dev/null | sed -n 's/^go version go\([0-9]*\.[0-9]*\).*/\1/p')
  [[ -n $version ]] && [[ $(printf '1.21\n%s\n' "$version" | sort --version-sort | head -n 1) == 1.21 ]]
}

# fetch_go OLD_GO VERSION
fetch_go() {
  local folder arch json
  arch=$("$1" env GOARCH)
  say "Fetching Go $2 with $("$1" version | cut -d' ' -f3), which is too old itself…"
  json=$(cd / && GO111MODULE=on GOFLAGS='' "$1" mod download -json "golang.org/toolchain@v0.0.1-go$2.linux-$arch") ||
    fail "Go $2 could not be fetched: $(sed -n 's/.*"Error": *"\(.*\)".*/\1/p' <<<"$json"). Install Go 1.21 or newer (https://go.dev/dl)."
  folder=$(sed -n 's/.*"Dir": *"\(.*\)".*/\1/p' <<<"$json")
  # A module's files come without the bit that makes them executable.
  chmod -R u+w "$folder"
  chmod +x "$folder"/bin/* "$folder"/pkg/tool/*/*
  printf '%s\n' "$folder/bin/go"
}
