package publish

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// asNobody runs f without the superuser's rights: on a thread of its own, which ends with it.
func asNobody(t *testing.T, f func()) {
	t.Helper()
	if os.Getuid() != 0 {
		f()
		return
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread is not used again
		const keep, nobody = ^uintptr(0), 65534
		if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, keep, nobody, keep); errno != 0 {
			t.Error(errno)
			return
		}
		f()
	}()
	<-done
}

// nobodys returns a folder that belongs to nobody, and so do the temporary ones above it.
func nobodys(t *testing.T) string {
	t.Helper()
	top := t.TempDir()
	if os.Getuid() == 0 {
		for _, d := range []string{top, filepath.Dir(top)} {
			if err := os.Chown(d, 65534, 65534); err != nil {
				t.Fatal(err)
			}
		}
	}
	return top
}

func TestReadOnlyFolder(t *testing.T) {
	eachMode(t, func(t *testing.T, o Options) {
		dir := filepath.Join(nobodys(t), "public")
		asNobody(t, func() {
			if _, err := tryPublish(dir, o, first); err != nil {
				t.Error(err)
				return
			}
			top := filepath.Dir(dir)
			for _, readOnly := range [][]string{{dir}, {dir, top}} {
				for _, d := range readOnly {
					if err := os.Chmod(d, 0o555); err != nil {
						t.Error(err)
					}
				}
				_, err := Begin(context.Background(), dir, o)
				if k, ok := KindOf(err); !ok || k != ReadOnly || !strings.Contains(err.Error(), dir) {
					t.Errorf("%v read-only: %v", readOnly, err)
				}
			}
			_, err := Begin(context.Background(), filepath.Join(top, "new"), o)
			if k, ok := KindOf(err); !ok || k != ReadOnly {
				t.Error(err)
			}
			if err := os.Chmod(top, 0o755); err != nil {
				t.Error(err)
			}
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Error(err)
			}
		})
		same(t, dir, first)
		tidy(t, dir)
	})
}

// The folder is ours, its parent is not: everything is kept inside.
func TestParentOfSomebodyElse(t *testing.T) {
	dir := filepath.Join(nobodys(t), "public")
	asNobody(t, func() {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Error(err)
		}
		if err := os.Chmod(filepath.Dir(dir), 0o555); err != nil {
			t.Error(err)
		}
		for _, page := range []string{"1", "2", "3"} {
			site := with(first, files{"index.html": page})
			res, err := tryPublish(dir, Options{}, site)
			if err != nil || !res.InPlace || !slices.ContainsFunc(res.Notes, func(n string) bool { return strings.Contains(n, reserved) }) {
				t.Errorf("%+v %v", res, err)
				return
			}
			got := read(t, dir)
			if len(got[reserved+"/manifest"]) == 0 {
				t.Error("no manifest inside")
			}
			delete(got, reserved+"/manifest")
			delete(got, reserved+"/lock")
			delete(got, reserved+"/memos/"+memo{digest: digestOf([]byte(page))}.file())
			if d := diff(got, site); d != "" {
				t.Error(d)
			}
		}
		if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
			t.Error(err)
		}
	})
}
