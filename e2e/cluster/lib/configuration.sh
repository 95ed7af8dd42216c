# shellcheck shell=bash
# The files that the programs of an instance read, and the arguments that they start with.
# Needs instance.sh, programs.sh and certificates.sh.

# write_configuration: fills the instance's folder.
write_configuration() {
  local etc=$folder/etc
  mkdir -p "$folder"/{pids,log,root,programs,etc/cni/net.d,etc/containerd,etc/kubernetes/pki} \
    "$folder"/var/{lib/etcd,lib/volumes,lib/containerd,log,tmp,cache}
  ln -s ../run "$folder/var/run"
  chmod 1777 "$folder/var/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"$etc/passwd"
  printf 'root:x:0:\n' >"$etc/group"
  printf 'hosts: files dns\n' >"$etc/nsswitch.conf"
  printf '127.0.0.1 localhost\n%s %s\n' "$node_ip" "$node_name" >"$etc/hosts"
  printf 'nameserver %s\n' "$node_ip" >"$etc/resolv.conf"
  make_certificates
  write_container_network >"$etc/cni/net.d/10-ptp.conflist"
  write_containerd >"$etc/containerd/config.toml"
  write_kubelet >"$etc/kubernetes/kubelet.yaml"
  write_audit_policy >"$etc/kubernetes/audit.yaml"
  write_dns >"$etc/kubernetes/Corefile"
  define_programs
}

# Routed, not bridged: so an answer always comes back through the rules that the request went through.
write_container_network() {
  cat <<JSON
{"cniVersion": "1.0.0", "name": "$node_name", "plugins": [
  {"type": "ptp", "ipMasq": false,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "$pods"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
JSON
}

# restrict_oom_score_adj: without CAP_SYS_RESOURCE no score can be lowered, and crun would die trying.
write_containerd() {
  cat <<'TOML'
version = 2
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri", "io.containerd.tracing.processor.v1.otlp"]
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "/etc/cni/net.d"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "crun"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun]
      runtime_type = "io.containerd.runc.v2"
      options = {BinaryName = "/usr/bin/crun"}
TOML
}

write_kubelet() {
  cat <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}
authorization: {mode: Webhook}
tlsCertFile: /etc/kubernetes/pki/kubelet-server.crt
tlsPrivateKeyFile: /etc/kubernetes/pki/kubelet-server.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
clusterDomain: cluster.local
clusterDNS: ["$dns_ip"]
resolvConf: /etc/resolv.conf
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
enforceNodeAllocatable: []
failSwapOn: false
failCgroupV1: false
oomScoreAdj: 0
maxPods: 240
serializeImagePulls: false
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 64Mi, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%}
YAML
}

# Everything that is written, with its content; of Secrets only that they were: a test looks in here
# for passwords that must not have left their Secret.
write_audit_policy() {
  cat <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: None
    verbs: [get, list, watch]
  - level: None
    resources: [{group: coordination.k8s.io, resources: [leases]}]
  - level: Metadata
    resources: [{group: "", resources: [secrets, serviceaccounts/token]}]
  - level: RequestResponse
YAML
}

# There is no outside: what is no name of the cluster does not exist, and is told so at once.
write_dns() {
  cat <<COREFILE
.:53 {
  errors
  health $node_ip:8080
  ready $node_ip:8181
  cache 5
  kubernetes cluster.local in-addr.arpa {
    kubeconfig /etc/kubernetes/coredns.conf
    ttl 2
  }
  template IN ANY . {
    rcode NXDOMAIN
  }
}
COREFILE
}

define_programs() {
  local k=/etc/kubernetes p=/etc/kubernetes/pki
  define_kubernetes etcd --data-dir=/var/lib/etcd --listen-client-urls=http://127.0.0.1:2379 \
    --advertise-client-urls=http://127.0.0.1:2379 --listen-peer-urls=http://127.0.0.1:2380 \
    --unsafe-no-fsync --log-level=warn
  define_kubernetes kube-apiserver --etcd-servers=http://127.0.0.1:2379 \
    --bind-address=0.0.0.0 --secure-port=6443 --advertise-address="$node_ip" \
    --allow-privileged=true --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
    --client-ca-file=$p/ca.crt --tls-cert-file=$p/kube-apiserver.crt --tls-private-key-file=$p/kube-apiserver.key \
    --kubelet-client-certificate=$p/admin.crt --kubelet-client-key=$p/admin.key \
    --kubelet-certificate-authority=$p/ca.crt --kubelet-preferred-address-types=InternalIP \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file=$p/service-accounts.pub --service-account-signing-key-file=$p/service-accounts.key \
    --service-cluster-ip-range="$services" \
    --audit-policy-file=$k/audit.yaml --audit-log-path=/var/log/audit.log --audit-log-maxsize=1000
  define_program containerd --config=/etc/containerd/config.toml
  define_kubernetes kubelet --config=$k/kubelet.yaml --kubeconfig=$k/kubelet.conf \
    --hostname-override="$node_name" --node-ip="$node_ip"
  define_kubernetes kube-controller-manager --kubeconfig=$k/kube-controller-manager.conf \
    --authentication-kubeconfig=$k/kube-controller-manager.conf \
    --authorization-kubeconfig=$k/kube-controller-manager.conf \
    --use-service-account-credentials=true --service-account-private-key-file=$p/service-accounts.key \
    --root-ca-file=$p/ca.crt --cluster-signing-cert-file=$p/ca.crt --cluster-signing-key-file=$p/ca.key \
    --leader-elect=false --bind-address=127.0.0.1
  define_kubernetes kube-scheduler --kubeconfig=$k/kube-scheduler.conf \
    --authentication-kubeconfig=$k/kube-scheduler.conf --authorization-kubeconfig=$k/kube-scheduler.conf \
    --leader-elect=false --bind-address=127.0.0.1
  define_kubernetes kube-proxy --kubeconfig=$k/kube-proxy.conf --hostname-override="$node_name" \
    --proxy-mode=iptables --cluster-cidr="$pods" --iptables-localhost-nodeports=false \
    --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 \
    --oom-score-adj=0
  define_program coredns -conf $k/Corefile
  define_program volumes --kubeconfig=$k/volumes.conf --provisioner=e2e.proxpanel.io/volumes \
    --folder=/var/lib/volumes
}
