package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

// volumes gives every claim of its storage classes a local volume: a folder of this machine's.
func volumes() {
	kubeconfig := flag.String("kubeconfig", "", "how the API server is reached")
	name := flag.String("provisioner", "", "the provisioner that the storage classes name")
	folder := flag.String("folder", "", "where the volumes' folders are made")
	flag.Parse()
	if err := provision(*kubeconfig, *name, *folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func provision(kubeconfig, name, folder string) error {
	if name == "" || folder == "" {
		return errors.New("volumes needs --provisioner and --folder")
	}
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	// Two hundred claims at once are an ordinary test; the default of 5 requests a second is not for them.
	config.QPS, config.Burst = 100, 200
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	controller.NewProvisionController(ctx, client, name, provisioner{folder},
		controller.LeaderElection(false), controller.Threadiness(4)).Run(ctx)
	return nil
}

// provisioner makes and removes folders below its own. They belong to root with mode 0755, as a fresh
// file system does: a pod that is not root writes there when its fsGroup lets it, and not otherwise.
type provisioner struct {
	folder string
}

func (p provisioner) Provision(
	ctx context.Context, options controller.ProvisionOptions,
) (*v1.PersistentVolume, controller.ProvisioningState, error) {
	claim := options.PVC
	if options.SelectedNodeName == "" {
		return nil, controller.ProvisioningFinished,
			fmt.Errorf("class %s must have volumeBindingMode WaitForFirstConsumer", options.StorageClass.Name)
	}
	path := filepath.Join(p.folder, options.PVName)
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	klog.FromContext(ctx).Info("made volume", "claim", klog.KObj(claim), "path", path)
	return p.volume(options, path), controller.ProvisioningFinished, nil
}

func (p provisioner) volume(options controller.ProvisionOptions, path string) *v1.PersistentVolume {
	reclaim := v1.PersistentVolumeReclaimDelete
	if options.StorageClass.ReclaimPolicy != nil {
		reclaim = *options.StorageClass.ReclaimPolicy
	}
	return &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: options.PVName},
		Spec: v1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: reclaim,
			AccessModes:                   options.PVC.Spec.AccessModes,
			Capacity: v1.ResourceList{
				v1.ResourceStorage: options.PVC.Spec.Resources.Requests[v1.ResourceStorage],
			},
			PersistentVolumeSource: v1.PersistentVolumeSource{Local: &v1.LocalVolumeSource{Path: path}},
			NodeAffinity:           onNode(options.SelectedNodeName),
		},
	}
}

// onNode is required of a local volume: the node that has the folder.
func onNode(name string) *v1.VolumeNodeAffinity {
	return &v1.VolumeNodeAffinity{Required: &v1.NodeSelector{NodeSelectorTerms: []v1.NodeSelectorTerm{{
		MatchExpressions: []v1.NodeSelectorRequirement{{
			Key: v1.LabelHostname, Operator: v1.NodeSelectorOpIn, Values: []string{name},
		}},
	}}}}
}

func (p provisioner) Delete(ctx context.Context, volume *v1.PersistentVolume) error {
	if volume.Spec.Local == nil || filepath.Dir(volume.Spec.Local.Path) != filepath.Clean(p.folder) {
		return fmt.Errorf("volume %s is not a folder of %s", volume.Name, p.folder)
	}
	klog.FromContext(ctx).Info("removing volume", "path", volume.Spec.Local.Path)
	return os.RemoveAll(volume.Spec.Local.Path)
}

// SupportsBlock says no: a folder is no block device.
func (p provisioner) SupportsBlock(context.Context) bool { return false }

var (
	_ controller.Provisioner      = provisioner{}
	_ controller.BlockProvisioner = provisioner{}
)
