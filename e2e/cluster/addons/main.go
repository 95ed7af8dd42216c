// Command addons is what a cluster has beside Kubernetes' own programs: DNS and volumes. The name
// that it is called by, or else the first argument, names the program to be.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/template"
)

func main() {
	args := os.Args
	if !isProgram(args[0]) {
		args = args[1:]
	}
	if len(args) == 0 || !isProgram(args[0]) {
		fmt.Fprintf(os.Stderr, "usage: %s coredns|volumes [ARGUMENT...]\n", os.Args[0])
		os.Exit(2)
	}
	os.Args = args
	switch filepath.Base(args[0]) {
	case "coredns":
		dns()
	case "volumes":
		volumes()
	}
}

func isProgram(path string) bool {
	name := filepath.Base(path)
	return name == "coredns" || name == "volumes"
}

// dns runs CoreDNS with the plugins that a cluster without an outside needs, in the order of a request.
func dns() {
	dnsserver.Directives = []string{"health", "ready", "errors", "cache", "kubernetes", "template"}
	coremain.Run()
}
