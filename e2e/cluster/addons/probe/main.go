// Command probe is what the self-test of the cluster runs in pods: each verb does one thing that a pod
// must be able to do, and says what came of it.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) >= 2 && args[0] == "say":
		return say(strings.Join(args[1:], " "))
	case len(args) == 3 && args[0] == "write":
		return write(args[1], args[2])
	case len(args) == 2 && args[0] == "read":
		return read(args[1])
	case len(args) == 2 && args[0] == "ask":
		return ask(args[1])
	case len(args) == 3 && args[0] == "serve":
		return serve(args[1], args[2])
	default:
		return fmt.Errorf("usage: probe say TEXT | write FILE TEXT | read FILE | ask HOST:PORT | serve :PORT TEXT")
	}
}

// say puts the text into the log and into the termination message.
func say(text string) error {
	fmt.Println("log:", text)
	return os.WriteFile("/dev/termination-log", []byte("message: "+text), 0o644)
}

func write(file, text string) error {
	if err := os.WriteFile(file, []byte(text), 0o640); err != nil {
		return err
	}
	return say(fmt.Sprintf("uid %d wrote %s", os.Getuid(), file))
}

func read(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return say(string(content))
}

func ask(address string) error {
	connection, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return err
	}
	defer connection.Close()
	answer, err := io.ReadAll(connection)
	if err != nil {
		return err
	}
	return say(address + " answers " + string(answer))
}

func serve(address, text string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	go func() {
		<-ended
		listener.Close()
	}()
	fmt.Println("serving", address)
	for {
		connection, err := listener.Accept()
		if err != nil {
			return nil
		}
		fmt.Fprint(connection, text)
		connection.Close()
	}
}
