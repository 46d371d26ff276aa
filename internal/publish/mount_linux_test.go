package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const mountEnv = "PUBLISH_TEST_MOUNTS"

// TestMounts runs the tests that need mounts of their own in a process with its own mount table, so that
// nothing stays mounted whatever happens. Where even that is not permitted, it says so; TestFileSizeLimit stands in for the full disk.
func TestMounts(t *testing.T) {
	if os.Getenv(mountEnv) != "" {
		t.Skip("this is the process with the mounts")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestInMounts$", "-test.v", "-test.count=1")
	cmd.Env = append(os.Environ(), mountEnv+"=1")
	attr := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	cmd.SysProcAttr = attr
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSYS) || strings.Contains(string(out), "no mounts here") {
		t.Skipf("NOT TESTED: this system permits no mounts (%v); a full disk is covered by TestFileSizeLimit, publishing in place by the tests of that mode\n%s", err, out)
	}
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}

func TestInMounts(t *testing.T) {
	if os.Getenv(mountEnv) == "" {
		t.Skip("run by TestMounts")
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		t.Fatalf("no mounts here: %v", err)
	}
	t.Run("disk full", testDiskFull)
	t.Run("no inodes", testNoInodes)
	t.Run("disk full in place", testDiskFullInPlace)
	t.Run("mount point", testMountPoint)
	t.Run("bind mount", testBindMount)
	t.Run("read only", testReadOnlyMount)
	t.Run("mount inside", testMountInside)
}

// tmpfs mounts a file system in memory on dir.
func tmpfs(t *testing.T, dir, options string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Fatalf("no mounts here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

// heavy is a site of n pages of 16 KB.
func heavy(n int, c string) files {
	site := files{}
	for i := range n {
		site[fmt.Sprintf("p/%d/index.html", i)] = strings.Repeat(c, 16<<10)
	}
	return site
}

func testDiskFull(t *testing.T) {
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			disk := filepath.Join(t.TempDir(), "disk")
			tmpfs(t, disk, "size=2m")
			dir := filepath.Join(disk, "public")
			site := heavy(30, "a")
			publish(t, dir, m.opt, site)
			before := snapshot(t, dir)
			_, err := tryPublish(dir, m.opt, heavy(120, "b"))
			wantKind(t, err, DiskFull)
			same(t, dir, site)
			tidy(t, dir)
			for path, want := range snapshot(t, dir) {
				if before[path] != want && path != dir {
					t.Fatalf("%s: %s, was %s", path, want, before[path])
				}
			}
			publish(t, dir, m.opt, heavy(31, "a")) // there is room again
		})
	}
}

func testNoInodes(t *testing.T) {
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			disk := filepath.Join(t.TempDir(), "disk")
			tmpfs(t, disk, "size=20m,nr_inodes=200")
			dir := filepath.Join(disk, "public")
			site := heavy(30, "a")
			publish(t, dir, m.opt, site)
			_, err := tryPublish(dir, m.opt, heavy(150, "b"))
			wantKind(t, err, DiskFull)
			same(t, dir, site)
			tidy(t, dir)
		})
	}
}

func testDiskFullInPlace(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	tmpfs(t, dir, "size=2m")
	site := heavy(30, "a")
	publish(t, dir, Options{}, site)
	_, err := tryPublish(dir, Options{}, heavy(120, "b"))
	wantKind(t, err, DiskFull)
	same(t, dir, site)
	tidy(t, dir)
}

// inPlaceOn publishes several sites to a folder that cannot be exchanged.
func inPlaceOn(t *testing.T, dir string) {
	t.Helper()
	write(t, filepath.Join(dir, "CNAME"), "x")
	foreign := files{"CNAME": "x"}
	_, err := tryPublish(dir, Options{}, first)
	wantKind(t, err, NotOurs)
	res := publish(t, dir, Options{Adopt: true}, with(first, foreign))
	for _, site := range []files{first, with(first, files{"en/a/index.html": "", "index.html": "2"}), first} {
		res = publish(t, dir, Options{}, site)
		if res.Changed && (!res.InPlace || !slices.ContainsFunc(res.Notes, func(s string) bool { return strings.Contains(s, "in place") })) {
			t.Fatalf("%+v", res)
		}
	}
	tidy(t, dir)
}

func testMountPoint(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	tmpfs(t, dir, "size=2m")
	inPlaceOn(t, dir)
	same(t, dir, first)
	if fi, err := os.Stat(filepath.Join(filepath.Dir(dir), ".public.manifest")); err != nil || fi.Size() == 0 {
		t.Fatal("the manifest is not beside the mount point", err)
	}
}

func testBindMount(t *testing.T) {
	top := t.TempDir()
	dir, other := filepath.Join(top, "site", "public"), filepath.Join(top, "other")
	for _, d := range []string{dir, other} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Mount(other, dir, "", unix.MS_BIND, ""); err != nil {
		t.Fatalf("no mounts here: %v", err)
	}
	defer unix.Unmount(dir, unix.MNT_DETACH) //nolint:errcheck // the process ends anyway
	inPlaceOn(t, dir)
	same(t, other, first)
	// Mounted only after Begin: the exchange itself is refused then, and the stage moves inside.
	late := filepath.Join(top, "late")
	publish(t, late, Options{}, first)
	p, err := Begin(context.Background(), late, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for path, data := range with(first, files{"index.html": "late", "en/a/index.html": ""}) {
		if err := p.Put(path, "", []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Mount(late, late, "", unix.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}
	defer unix.Unmount(late, unix.MNT_DETACH) //nolint:errcheck // the process ends anyway
	res, err := p.Commit(context.Background())
	if err != nil || !res.InPlace {
		t.Fatalf("%+v %v", res, err)
	}
	same(t, late, with(first, files{"index.html": "late", "en/a/index.html": ""}))
}

func testReadOnlyMount(t *testing.T) {
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			disk := filepath.Join(t.TempDir(), "disk")
			tmpfs(t, disk, "size=2m")
			dir := filepath.Join(disk, "public")
			publish(t, dir, m.opt, first)
			if err := unix.Mount("", disk, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
				t.Fatal(err)
			}
			_, err := Begin(context.Background(), dir, m.opt)
			wantKind(t, err, ReadOnly)
			_, err = Begin(context.Background(), filepath.Join(disk, "new"), m.opt)
			wantKind(t, err, ReadOnly)
			same(t, dir, first)
		})
	}
	// The source is read-only, the folder in it is a writable mount: everything is kept inside.
	source := filepath.Join(t.TempDir(), "source")
	tmpfs(t, source, "size=2m")
	dir := filepath.Join(source, "public")
	tmpfs(t, dir, "size=2m")
	if err := unix.Mount("", source, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for round, site := range []files{first, with(first, files{"index.html": "2", "en/a/index.html": ""}), first} {
		res := publish(t, dir, Options{}, site)
		if !res.InPlace || !slices.ContainsFunc(res.Notes, func(s string) bool { return strings.Contains(s, reserved) }) {
			t.Fatalf("%+v", res)
		}
		want := with(site, nil)
		got := read(t, dir)
		for _, p := range []string{"lock", "manifest", "memos/" + memo{digest: digestOf([]byte(site["index.html"]))}.file()} {
			if got[reserved+"/"+p] == "" {
				t.Fatalf("round %d: no %s inside", round, p)
			}
			delete(got, reserved+"/"+p)
		}
		if d := diff(got, want); d != "" {
			t.Fatalf("round %d: %s", round, d)
		}
	}
}

// testMountInside has a mount inside the folder, which can be in one tree only.
func testMountInside(t *testing.T) {
	for _, m := range modes {
		t.Run(m.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			publish(t, dir, m.opt, first)
			publish(t, dir, m.opt, with(first, files{"index.html": "1"}))
			tmpfs(t, filepath.Join(dir, "uploads", "deep"), "size=1m")
			write(t, filepath.Join(dir, "uploads", "deep", "x"), "upload")
			site := with(first, files{"index.html": "2", "en/b/index.html": "", "en/new/index.html": "n"})
			res := publish(t, dir, m.opt, site)
			if !res.InPlace {
				t.Fatalf("%+v", res)
			}
			same(t, dir, with(site, files{"uploads/deep/x": "upload"}))
			tidy(t, dir)

			tmpfs(t, filepath.Join(dir, "en", "a"), "size=1m")
			_, err := tryPublish(dir, m.opt, with(site, files{"en/a/index.html": "over"}))
			wantKind(t, err, Conflict)
			tidy(t, dir)
		})
	}
}

// TestFileSizeLimit makes writes fail in the middle without any privilege.
func TestFileSizeLimit(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, first)
		p, err := Begin(context.Background(), dir, o)
		if err != nil {
			t.Fatal(err)
		}
		var old unix.Rlimit
		if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &old); err != nil {
			t.Fatal(err)
		}
		if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 100_000, Max: old.Max}); err != nil {
			t.Fatal(err)
		}
		err = p.Put("big", "", make([]byte, 200_000))
		if rerr := unix.Setrlimit(unix.RLIMIT_FSIZE, &old); rerr != nil {
			t.Fatal(rerr)
		}
		wantKind(t, err, DiskFull)
		_, err = p.Commit(context.Background())
		wantKind(t, err, DiskFull)
		same(t, dir, first)
		tidy(t, dir)
	})
}
