# shellcheck shell=bash
# Packages of the machine's own release or of another Debian suite, fetched without touching its apt. Needs say.sh and
# packages.sh.

# The mirror to ask; the security suites are asked at the same host.
debian_mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
debian_keyring=${DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}

# debian_open FOLDER SUITE: makes a private apt for the suite in the folder and reads its index.
# Every file that apt then fetches is verified against the keyring as usual.
debian_open() {
  local folder=$1 suite=$2 deb
  [[ -r $debian_keyring || -n ${DEBIAN_KEYRING:-} ]] ||
    need_packages "to verify packages of Debian's $suite" debian-archive-keyring
  [[ -r $debian_keyring ]] || fail "No keyring at $debian_keyring to verify Debian's packages with:" \
    "install debian-archive-keyring, or name one in DEBIAN_KEYRING."
  private_apt "$folder"
  deb="deb [signed-by=$debian_keyring]"
  printf '%s %s %s main\n' "$deb" "$debian_mirror" "$suite" >"$folder/sources.list"
  case $suite in
    forky | sid) ;; # no security suite before the release
    *) printf '%s %s-security %s-security main\n' "$deb" "$debian_mirror" "$suite" \
      >>"$folder/sources.list" ;;
  esac
  printf '%s\n' "Dir::Etc::sourceparts \"$folder/parts\";" "Dir::Etc::sourcelist \"$folder/sources.list\";" \
    >>"$folder/apt.conf"
  # A suite in development may be left unrenewed for longer than its index says; it is signed still.
  case $suite in
    forky | sid) printf 'Acquire::Check-Valid-Until "false";\n' >>"$folder/apt.conf" ;;
  esac
  APT_CONFIG=$folder/apt.conf apt-get -qq update ||
    fail "The index of Debian's $suite could not be read at $debian_mirror: apt's words are above;" \
      "DEBIAN_MIRROR names another mirror."
}

# machine_open FOLDER PACKAGE…: the same with the machine's own package sources; fails when they have not all of the packages.
machine_open() {
  local folder=$1
  shift
  private_apt "$folder"
  # What one broken source says is of no matter while the packages can be had.
  APT_CONFIG=$folder/apt.conf apt-get -qq update >/dev/null 2>&1 || true
  APT_CONFIG=$folder/apt.conf apt-get -qq --simulate --no-install-recommends install "$@" >/dev/null 2>&1
}

# machine_release: prints the codename of the machine's distribution.
machine_release() {
  # shellcheck source=/dev/null
  (source /etc/os-release 2>/dev/null || true && printf '%s\n' "${VERSION_CODENAME:-unknown}")
}

# private_apt FOLDER: an apt that knows of nothing that is installed, keeps all that it fetches in the folder, and fetches as
# the machine's does.
private_apt() {
  local folder=$1
  mkdir -p "$folder"/{lists/partial,archives/partial,parts}
  : >"$folder/status"
  apt_settings >"$folder/apt.conf"
  cat >>"$folder/apt.conf" <<CONF
Dir "/";
Dir::Etc::parts "$folder/parts";
Dir::State "$folder";
Dir::State::status "$folder/status";
Dir::Cache "$folder";
Acquire::Languages "none";
APT::Sandbox::User "";
CONF
}

# apt_settings: prints how the machine's apt fetches, without what it does beside that.
apt_settings() {
  apt-config dump | grep -E '^Acquire::(https?::|Retries|Check-|ForceIPv[46])' || true
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
