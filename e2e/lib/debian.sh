# shellcheck shell=bash
# Packages of a Debian suite that is not the machine's own, fetched without touching its apt. Needs say.sh.

# The mirror to ask; the security suites are asked at the same host.
debian_mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
debian_keyring=${DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}

# debian_open FOLDER SUITE: makes a private apt for the suite in the folder and reads its index.
# Every file that apt then fetches is verified against the keyring as usual.
debian_open() {
  local folder=$1 suite=$2 deb proxy
  [[ -r $debian_keyring ]] || fail "No keyring at $debian_keyring to verify Debian's packages with:" \
    "install debian-archive-keyring, or name one in DEBIAN_KEYRING."
  mkdir -p "$folder"/{lists/partial,archives/partial,parts}
  : >"$folder/status"
  deb="deb [signed-by=$debian_keyring]"
  printf '%s %s %s main\n' "$deb" "$debian_mirror" "$suite" >"$folder/sources.list"
  case $suite in
    forky | sid) ;; # no security suite before the release
    *) printf '%s %s-security %s-security main\n' "$deb" "$debian_mirror" "$suite" \
      >>"$folder/sources.list" ;;
  esac
  proxy=$(apt-config dump --format '%v' Acquire::http::Proxy)
  cat >"$folder/apt.conf" <<CONF
Dir "/";
Dir::Etc::parts "$folder/parts";
Dir::Etc::sourceparts "$folder/parts";
Dir::Etc::sourcelist "$folder/sources.list";
Dir::State "$folder";
Dir::State::status "$folder/status";
Dir::Cache "$folder";
Acquire::Languages "none";
Acquire::http::Proxy "$proxy";
APT::Sandbox::User "";
CONF
  # A suite in development may be left unrenewed for longer than its index says; it is signed still.
  case $suite in
    forky | sid) printf 'Acquire::Check-Valid-Until "false";\n' >>"$folder/apt.conf" ;;
  esac
  APT_CONFIG=$folder/apt.conf apt-get -qq update ||
    fail "The index of Debian's $suite could not be read at $debian_mirror: apt's words are above;" \
      "DEBIAN_MIRROR names another mirror."
}

# debian_closure FOLDER PACKAGE...: prints the names of the packages and of all that they need.
debian_closure() {
  local folder=$1
  shift
  APT_CONFIG=$folder/apt.conf apt-get --simulate --no-install-recommends install "$@" |
    awk '$1 == "Inst" { print $2 }'
}

# debian_unpack FOLDER ROOT PACKAGE...: fetches the packages and lays their files under ROOT.
debian_unpack() {
  local folder=$1 root=$2 package
  shift 2
  (cd "$folder/archives" && APT_CONFIG=$folder/apt.conf apt-get -qq download "$@")
  mkdir -p "$root"
  for package in "$folder"/archives/*.deb; do
    dpkg-deb --extract "$package" "$root"
  done
}
