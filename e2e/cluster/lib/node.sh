# shellcheck shell=bash
# What every instance runs from, made once in the cache: a small file system with containerd and what
# it needs, and our own programs. Needs say.sh, cache.sh, packages.sh, go.sh and debian.sh.

# Of this suite, whatever the machine has: a newer containerd, and nothing of the machine is touched.
# crun in place of runc, which takes longer to start a container.
node_suite=trixie
node_packages=(containerd crun containernetworking-plugins iptables conntrack mount)

# node_tree: prints the folder of the file system.
node_tree() {
  local scratch result
  result=$(cache_folder)/node-$node_suite-2
  if [[ ! -d $result ]]; then
    need_packages "to verify what the cluster's node is made of" debian-archive-keyring
    say "Fetching containerd and what it needs from Debian's $node_suite…"
    scratch=$(mktemp -d "$(cache_folder)/.node.XXXXXX")
    make_node_tree "$scratch"
    mv -T "$scratch/tree" "$result" 2>/dev/null || [[ -d $result ]] || fail "Cannot make $result."
    rm -rf "$scratch"
  fi
  printf '%s\n' "$result"
}

make_node_tree() {
  local scratch=$1 tree=$1/tree packages wanted folder program
  wanted="lib.*|zlib1g|$(IFS='|' && printf '%s' "${node_packages[*]}")"
  debian_open "$scratch/apt" "$node_suite"
  mapfile -t packages < <(debian_closure "$scratch/apt" "${node_packages[@]}" | grep -E "^($wanted)\$")
  debian_unpack "$scratch/apt" "$tree" "${packages[@]}"
  for folder in bin sbin lib lib64; do
    [[ -e $tree/$folder ]] || ln -s "usr/$folder" "$tree/$folder"
  done
  mkdir -p "$tree"/{proc,sys,dev,run,tmp,var,etc,opt/kubernetes,opt/addons,root}
  for program in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    ln -sf xtables-nft-multi "$tree/usr/sbin/$program"
  done
  rm -rf "${tree:?}"/usr/share "$tree"/usr/bin/containerd-shim{,-runc-v1}
}

# addons: prints the folder of our own programs and of the images that are made from them.
addons() {
  local module=$cluster_home/addons result scratch key go go_version
  key=$(cat "$module"/*.go "$module"/*/*.go "$module"/go.mod "$module"/go.sum "$cluster_home/lib/node.sh" |
    sha256sum | cut -c 1-12)
  result=$(cache_folder)/addons-$key
  if [[ ! -d $result ]]; then
    go_version=$(sed -n 's/^go \(.*\)$/\1/p' "$module/go.mod")
    go=$(find_go "$go_version")
    say "Building the cluster's DNS and volumes. Once: with nothing cached it takes 2 to 5 minutes on two cores."
    scratch=$(mktemp -d "$(cache_folder)/.addons.XXXXXX")
    chmod 755 "$scratch"
    (
      cd "$module"
      export GOTOOLCHAIN=auto GOFLAGS=-buildvcs=false GO111MODULE=on GOWORK=off CGO_ENABLED=0
      "$go" build -trimpath -ldflags '-s -w' -o "$scratch/" . ./pause ./probe
    ) || fail "Building $module failed: Go's words are above."
    ln -s addons "$scratch/coredns"
    ln -s addons "$scratch/volumes"
    make_image "$scratch/pause" localhost/pause:1 "$scratch/pause.tar"
    make_image "$scratch/probe" localhost/probe:1 "$scratch/probe.tar"
    mv -T "$scratch" "$result" 2>/dev/null || [[ -d $result ]] || fail "Cannot make $result."
    rm -rf "$scratch"
  fi
  printf '%s\n' "$result"
}

# make_image PROGRAM NAME FILE: an image of one program that needs nothing else, as docker save has it.
make_image() {
  local program=$1 name=$2 file=$3 work layer arch
  work=$(mktemp -d)
  arch=$(dpkg --print-architecture)
  tar --create --file "$work/layer.tar" --owner 0 --group 0 --numeric-owner --mtime @0 \
    --directory "${program%/*}" "${program##*/}"
  layer=$(sha256sum "$work/layer.tar" | cut -c 1-64)
  cat >"$work/config.json" <<JSON
{"architecture":"$arch","os":"linux","config":{"Entrypoint":["/${program##*/}"],"User":"65532:65532"},
 "rootfs":{"type":"layers","diff_ids":["sha256:$layer"]}}
JSON
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]\n' "$name" >"$work/manifest.json"
  tar --create --file "$file" --directory "$work" manifest.json config.json layer.tar
  rm -rf "$work"
}
