package publish

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func sampleManifest() *manifest {
	return &manifest{
		version: "resolute\t1\n", gen: 3, root: 77, spare: 78,
		dirs: []dirRecord{{"en", stamp{1, 2}, stamp{3, 4}}, {"en/a", stamp{5, 0}, stamp{}}},
		files: []record{
			{"en/a/x", `k\e	y`, digestOf(nil), 0, -5, 9, false},
			{"en/a/xx", `k\e	y`, digestOf(nil), 0, 0, 9, false},
			{"en/a/y", "", digestOf([]byte("y")), 1, 1764000000123456789, 1 << 63, true},
			{"en/a/z", `\=`, digestOf(nil), 0, 0, 9, false},
		},
		foreign: []foreignEntry{{".git", true}, {"CNA\nME", false}},
		delta:   []change{{"en/a/y", false}, {"en/b", true}},
		memos:   []memo{{"", digestOf(nil)}, {"m\t", digestOf([]byte("m"))}},
	}
}

func TestManifestRoundTrip(t *testing.T) {
	m := sampleManifest()
	data := m.encode()
	got, err := decodeManifest(string(data))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, got) {
		t.Fatalf("%+v\n%+v", m, got)
	}
	for i := range data { // no single wrong byte and no cut goes unnoticed
		bad := slices.Clone(data)
		bad[i] ^= 0x20
		if _, err := decodeManifest(string(bad)); err == nil {
			t.Fatalf("byte %d", i)
		}
		if _, err := decodeManifest(string(data[:i])); err == nil {
			t.Fatalf("cut at %d", i)
		}
	}
}

// A manifest of the older format tells all that it told; and a first key cannot be that of the line before.
func TestOlderManifest(t *testing.T) {
	const line = "f\t1\t2\t3\t47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\t%s\t%s\n"
	body := olderMagic + "v\t1\ng\t1\tx\t1\t2\n" + fmt.Sprintf(line, "k", "a") + fmt.Sprintf(line, "k", "b")
	m, err := decodeManifest(body + "end\t" + digestOf([]byte(body)) + "\n")
	if err != nil || len(m.files) != 2 || m.files[1].path != "b" || m.files[1].key != "k" {
		t.Errorf("%v: %+v", err, m)
	}
	body = manifestMagic + "v\t1\ng\t1\tx\t1\t2\n" + fmt.Sprintf(line, sameKey, "a")
	if m, err := decodeManifest(body + "end\t" + digestOf([]byte(body)) + "\n"); err == nil {
		t.Errorf("%+v", m)
	}
}

// FuzzManifest: whatever is read is refused or is a manifest that is written and read again as the same; and it
// never names a path outside of the folder.
func FuzzManifest(f *testing.F) {
	seal := func(body string) []byte { return fmt.Appendf(nil, "%send\t%s\n", body, digestOf([]byte(body))) }
	f.Add(string(sampleManifest().encode()))
	f.Add("")
	for _, lines := range []string{
		"", "v\t1\ng\t1\tx\t1\t2\n", "f\t1\t2\t3\t" + digestOf(nil) + "\tk\t../x\n", "f\t1\t2\t3\tshort\tk\tx\n", "f\t1\t2\t3\t" + digestOf(nil) + "\tk\tx\nf\t1\t2\t3\t" + digestOf(nil) + "\t\\=\ty\n", "x\t/etc\n", "w\ta/../b\n", "k\tn\tn\n", "m\tn\t5\nabc\n", "k\t" + digestOf(nil) + "\tb\nk\t" + digestOf(nil) + "\ta\n",
		"d\t1\t2\t3\t4\ta\nd\t1\t2\t3\t4\ta\n", "g\t1\tz\t1\t2\n", "q\t1\n", "v\\\n", "v\t\\q\n",
	} {
		f.Add(lines)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, data := range [][]byte{[]byte(text), seal(text), seal(manifestMagic + text)} {
			m, err := decodeManifest(string(data))
			if err != nil {
				continue
			}
			for _, r := range m.files {
				if !filepath.IsLocal(r.path) {
					t.Fatalf("path %q", r.path)
				}
			}
			for _, c := range m.delta {
				if !filepath.IsLocal(c.path) {
					t.Fatalf("path %q", c.path)
				}
			}
			for _, x := range m.foreign {
				if !filepath.IsLocal(x.path) {
					t.Fatalf("path %q", x.path)
				}
			}
			again, err := decodeManifest(string(m.encode()))
			if err != nil || !reflect.DeepEqual(m, again) {
				t.Fatalf("%v\n%+v\n%+v", err, m, again)
			}
		}
	})
}
