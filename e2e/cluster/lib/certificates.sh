# shellcheck shell=bash
# A small certificate authority for an instance, and kubeconfig files of its users. Needs instance.sh.

# make_authority: what everything in the instance trusts, and the key of service accounts.
make_authority() {
  pki=$folder/etc/kubernetes/pki
  mkdir -p "$pki"
  openssl_quiet req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 3650 \
    -subj "/CN=$node_name" -addext "keyUsage=critical,keyCertSign,cRLSign,digitalSignature" \
    -keyout "$pki/ca.key" -out "$pki/ca.crt"
  openssl_quiet genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$pki/service-accounts.key"
  openssl_quiet pkey -in "$pki/service-accounts.key" -pubout -out "$pki/service-accounts.pub"
}

# make_certificate NAME SUBJECT [ALTERNATIVE-NAMES]: RSA, which clients in every language take from a kubeconfig.
make_certificate() {
  local name=$pki/$1 subject=$2 names=${3:-}
  {
    printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n'
    printf 'extendedKeyUsage=clientAuth,serverAuth\n'
    [[ -z $names ]] || printf 'subjectAltName=%s\n' "$names"
  } >"$name.ext"
  openssl_quiet req -new -newkey rsa:2048 -noenc -subj "$subject" \
    -keyout "$name.key" -out "$name.csr"
  openssl_quiet x509 -req -in "$name.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -days 3650 \
    -set_serial "0x$(openssl rand -hex 16 | sed 's/^./7/')" -extfile "$name.ext" -out "$name.crt"
  rm "$name.csr" "$name.ext"
}

openssl_quiet() {
  local words
  words=$(openssl "$@" 2>&1) || fail "openssl $1 failed: $words"
}

# make_kubeconfig FILE CERTIFICATE: everything is inside, so that the file can be copied.
make_kubeconfig() {
  (umask 077 && cat >"$1") <<CONFIG
apiVersion: v1
kind: Config
current-context: $node_name
clusters:
  - name: $node_name
    cluster:
      server: https://$node_ip:6443
      certificate-authority-data: $(base64 -w 0 "$pki/ca.crt")
contexts:
  - name: $node_name
    context: {cluster: $node_name, user: $2}
users:
  - name: $2
    user:
      client-certificate-data: $(base64 -w 0 "$pki/$2.crt")
      client-key-data: $(base64 -w 0 "$pki/$2.key")
CONFIG
}

make_certificates() {
  local user
  make_authority
  make_certificate kube-apiserver /CN=kube-apiserver "IP:$node_ip,IP:$api_ip,IP:127.0.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  make_certificate kubelet-server "/CN=$node_name" "IP:$node_ip,DNS:$node_name"
  make_certificate admin /O=system:masters/CN=admin
  make_certificate kubelet "/O=system:nodes/CN=system:node:$node_name"
  for user in kube-controller-manager kube-scheduler kube-proxy coredns volumes; do
    make_certificate "$user" "/CN=system:$user"
  done
  for user in kubelet kube-controller-manager kube-scheduler kube-proxy coredns volumes; do
    make_kubeconfig "$folder/etc/kubernetes/$user.conf" "$user"
  done
  make_kubeconfig "$folder/kubeconfig" admin
}
