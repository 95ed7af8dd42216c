# shellcheck shell=bash
# All that the scripts of the cluster share. Sourced; sets cluster_home, the folder that this is in.

cluster_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=e2e/lib/say.sh
source "$cluster_home/../lib/say.sh"
# shellcheck source=e2e/lib/cache.sh
source "$cluster_home/../lib/cache.sh"
# shellcheck source=e2e/lib/packages.sh
source "$cluster_home/../lib/packages.sh"
# shellcheck source=e2e/lib/go.sh
source "$cluster_home/../lib/go.sh"
# shellcheck source=e2e/lib/debian.sh
source "$cluster_home/../lib/debian.sh"
# shellcheck source=e2e/cluster/lib/instance.sh
source "$cluster_home/lib/instance.sh"
# shellcheck source=e2e/cluster/lib/programs.sh
source "$cluster_home/lib/programs.sh"
# shellcheck source=e2e/cluster/lib/certificates.sh
source "$cluster_home/lib/certificates.sh"
# shellcheck source=e2e/cluster/lib/node.sh
source "$cluster_home/lib/node.sh"
# shellcheck source=e2e/cluster/lib/configuration.sh
source "$cluster_home/lib/configuration.sh"
