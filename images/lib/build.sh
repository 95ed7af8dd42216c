# shellcheck shell=bash
# Builds images with Docker or, where there is no container daemon, with buildah. Needs say.sh, cache.sh
# and packages.sh of e2e/lib.
#
#   IMAGES_WITH       docker or buildah; by default Docker where its daemon answers
#   IMAGES_BASE       registry or debian: where the base image comes from. With debian it is made from
#                     Debian's packages; by default that is done where the registry cannot be reached
#   DEBIAN_MIRROR     where Debian's packages come from

debian_mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

# choose_builder: sets builder.
choose_builder() {
  builder=${IMAGES_WITH:-}
  if [[ -z $builder ]]; then
    builder=buildah
    if command -v docker >/dev/null && docker info >/dev/null 2>&1; then
      builder=docker
    fi
  fi
  case $builder in
    docker) ;;
    buildah)
      need_packages "to build images without a container daemon" buildah
      ((EUID == 0)) || fail "buildah builds with chroot here, which only root may: sudo $0"
      ;;
    *) fail "IMAGES_WITH is \"$builder\": write docker or buildah, or leave it out." ;;
  esac
}

# base_image SUITE: prints the name of Debian's image of the suite, and sees to it that it is there.
base_image() {
  local suite=$1 name=docker.io/library/debian:$1-slim
  if ! "$builder" inspect --type image "$name" >/dev/null 2>&1; then
    case ${IMAGES_BASE:-} in
      registry) pull "$name" || fail "$name cannot be pulled; IMAGES_BASE=debian makes it from Debian's packages." ;;
      debian) make_base "$suite" "$name" ;;
      '') pull "$name" || make_base "$suite" "$name" ;;
      *) fail "IMAGES_BASE is \"$IMAGES_BASE\": write registry or debian, or leave it out." ;;
    esac
  fi
  printf '%s\n' "$name"
}

pull() {
  timeout 120 "$builder" pull "$1" >/dev/null 2>&1
}

make_base() {
  local suite=$1 name=$2 file container
  need_packages "to make a base image" mmdebstrap debian-archive-keyring
  file=$(cache_folder)/base-$suite.tar
  say "Making the base image $name from Debian's packages, since no registry answers…"
  mmdebstrap --quiet --variant=minbase --include=ca-certificates "$suite" "$file" \
    "deb $debian_mirror $suite main" "deb $debian_mirror $suite-updates main" \
    "deb $debian_mirror-security $suite-security main" 2>"$file.log" >&2 ||
    fail "mmdebstrap could not make Debian's $suite: $(tail -n 3 "$file.log")"
  if [[ $builder == docker ]]; then
    docker import "$file" "$name" >/dev/null
  else
    container=$(buildah from scratch)
    buildah add --quiet "$container" "$file" / >/dev/null
    buildah commit --quiet --rm "$container" "$name" >/dev/null
  fi
  rm -f "$file" "$file.log"
}

# one_build_at_a_time FOLDER: waits for a build of this checkout that is under way, whose layers are then found;
# held until this process ends.
one_build_at_a_time() {
  mkdir -p "$1"
  exec {build_lock}<"$1"
  flock "$build_lock"
}

# build_image DOCKERFILE NAME FILE [NAME=VALUE…]: builds from the root of the checkout, with the arguments,
# and keeps the image in FILE as docker save does; a file that has this very image already stays.
build_image() {
  local dockerfile=$1 name=$2 file=$3 log started=$SECONDS argument id
  local -a arguments=()
  shift 3
  for argument in "$@"; do
    arguments+=(--build-arg "$argument")
  done
  log=$(mktemp)
  if [[ $builder == docker ]]; then
    docker build --file "$dockerfile" --tag "$name" "${arguments[@]}" . >"$log" 2>&1 || build_failed "$log" "$name"
  else
    buildah bud --isolation chroot --pull-never --layers --force-rm --file "$dockerfile" --tag "$name" \
      "${arguments[@]}" . >"$log" 2>&1 || build_failed "$log" "$name"
  fi
  rm -f "$log"
  id="$name $(image_id "$name")"
  if [[ -r $file && -r $file.image && $(<"$file.image") == "$id" ]]; then
    say "$name is in $file already."
    return
  fi
  rm -f "$file" "$file.image"
  if [[ $builder == docker ]]; then
    docker save --output "$file" "$name"
  else
    buildah push --quiet "$name" "docker-archive:$file:$name" >/dev/null
  fi
  printf '%s\n' "$id" >"$file.image"
  say "$name: $(in_megabytes "$file") in $file ($(for_people $((SECONDS - started))))."
}

image_id() {
  case $builder in
    docker) docker inspect --type image --format '{{.Id}}' "$1" ;;
    buildah) buildah inspect --type image --format '{{.FromImageID}}' "$1" ;;
  esac
}

build_failed() {
  tail -n 30 "$1" >&2
  fail "$2 could not be built with $builder: its last words are above, all of them in $1."
}

in_megabytes() {
  stat --format %s "$1" | awk '{printf "%d MB", $1 / 1e6}'
}
