// Command kubernetes is every program of a small Kubernetes in one executable, etcd and kubectl
// included: the name that it is called by, or else the first argument, names the program to be. One
// link instead of seven keeps the one long build short.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	// As in a release, whose API server needs nothing of its machine to know time zones.
	_ "time/tzdata"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/restclient"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

// names are those of the programs in a release; the build makes a link for each.
var names = []string{
	"etcd", "kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler", "kubectl", "kubelet",
}

func main() {
	args := os.Args
	if !isProgram(args[0]) {
		args = args[1:]
	}
	switch {
	case len(args) > 0 && isProgram(args[0]):
		os.Args = args
		os.Exit(run(filepath.Base(args[0])))
	case len(args) == 1 && args[0] == "programs":
		fmt.Println(strings.Join(names, "\n"))
	default:
		fmt.Fprintf(os.Stderr, "usage: %s PROGRAM [ARGUMENT...], where PROGRAM is one of %s; or: %s programs\n",
			os.Args[0], strings.Join(names, ", "), os.Args[0])
		os.Exit(2)
	}
}

func isProgram(path string) bool {
	return slices.Contains(names, filepath.Base(path))
}

func run(program string) int {
	if program == "etcd" {
		etcdmain.Main(os.Args)
		return 0
	}
	return cli.Run(command(program))
}

func command(program string) *cobra.Command {
	switch program {
	case "kube-apiserver":
		return apiserver.NewAPIServerCommand()
	case "kube-controller-manager":
		return controllermanager.NewControllerManagerCommand()
	case "kube-proxy":
		return proxy.NewProxyCommand()
	case "kube-scheduler":
		return scheduler.NewSchedulerCommand()
	case "kubelet":
		return kubeletCommand()
	default:
		return kubectl.NewDefaultKubectlCommand()
	}
}

// kubeletCommand calls a function that takes a context from 1.33 or 1.34 on, and nothing before.
func kubeletCommand() *cobra.Command {
	switch create := any(kubelet.NewKubeletCommand).(type) {
	case func(context.Context) *cobra.Command:
		return create(context.Background())
	case func() *cobra.Command:
		return create()
	default:
		panic(fmt.Sprintf("kubelet.NewKubeletCommand is a %T", create))
	}
}
