package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// A program has another build ID as soon as it is another; one without a build ID,
// or with one given by hand, has to be read.
func TestBuildID(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("programs have another form here")
	}
	dir := t.TempDir()
	build := func(text string, flags ...string) []byte {
		source, program := filepath.Join(dir, "main.go"), filepath.Join(dir, "program")
		if err := os.WriteFile(source, []byte("package main\n\nfunc main() { println("+text+") }\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("go", append(append([]string{"build", "-o", program}, flags...), source)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return buildID(program)
	}
	one, other := build(`"one"`), build(`"two"`)
	if one == nil || string(one) == string(other) {
		t.Errorf("the build IDs are %q and %q", one, other)
	}
	if id := build(`"one"`, "-ldflags=-buildid="); id != nil {
		t.Errorf("no build ID is %q", id)
	}
	if id := build(`"one"`, "-ldflags=-buildid=release"); id != nil {
		t.Errorf("one given by hand is %q", id)
	}
	if id := buildID(filepath.Join(t.TempDir(), "none")); id != nil {
		t.Errorf("no program has %q", id)
	}
}
