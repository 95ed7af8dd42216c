# shellcheck shell=bash
# All that the scripts of the cluster share. Sourced; sets cluster_home, the folder that this is in.

cluster_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=../lib/say.sh
source "$cluster_home/../lib/say.sh"
# shellcheck source=../lib/cache.sh
source "$cluster_home/../lib/cache.sh"
# shellcheck source=../lib/packages.sh
source "$cluster_home/../lib/packages.sh"
# shellcheck source=../lib/go.sh
source "$cluster_home/../lib/go.sh"
# shellcheck source=../lib/debian.sh
source "$cluster_home/../lib/debian.sh"
# shellcheck source=lib/instance.sh
source "$cluster_home/lib/instance.sh"
# shellcheck source=lib/programs.sh
source "$cluster_home/lib/programs.sh"
# shellcheck source=lib/certificates.sh
source "$cluster_home/lib/certificates.sh"
# shellcheck source=lib/node.sh
source "$cluster_home/lib/node.sh"
# shellcheck source=lib/configuration.sh
source "$cluster_home/lib/configuration.sh"
