package publish

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// The tests below run this test binary as another process, which publishes as a build does, and kill it.

var kills = flag.Int("kills", 34, "how many builds TestKill kills in each of the three modes")

const helperEnv = "PUBLISH_TEST_HELPER"

// order is what a helper process is to do.
type order struct {
	Dir       string
	InPlace   bool
	SpareFrom int
	From      int // first generation
	Rounds    int // how many; 0 goes on until killed
	Wait      bool
	NoSync    bool
}

func TestMain(m *testing.M) {
	if text := os.Getenv(helperEnv); text != "" {
		var o order
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			panic(err)
		}
		os.Exit(o.run())
	}
	os.Exit(m.Run())
}

func (o order) run() int {
	opt := Options{InPlace: o.InPlace, SpareFrom: o.SpareFrom, noSync: o.NoSync}
	if o.Wait {
		opt.Wait = func(int) {}
	}
	fmt.Println("ready")
	for n := 0; o.Rounds == 0 || n < o.Rounds; n++ {
		if _, err := tryPublish(o.Dir, opt, generation(o.From+n)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			if k, _ := KindOf(err); k == Locked {
				return 3
			}
			return 1
		}
	}
	return 0
}

func (o order) command(t testing.TB) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), helperEnv+"="+string(text))
	cmd.Stderr = os.Stderr
	return cmd
}

// generation is a site in which most files carry the number of the generation, some never change, and some
// come and go, folders included.
func generation(g int) files {
	site := files{"index.html": fmt.Sprintf("generation %d", g), "sitemap.xml": fmt.Sprintf("generation %d map", g)}
	for i := range 40 {
		site[fmt.Sprintf("en/page-%d/index.html", i)] = fmt.Sprintf("generation %d page %d", g, i)
		site[fmt.Sprintf("en/fixed-%d/index.html", i%10)] = fmt.Sprint("fixed ", i%10)
		if (g+i)%3 == 0 {
			site[fmt.Sprintf("some/%d/index.html", i)] = fmt.Sprintf("generation %d some %d", g, i)
		}
		if (g+i)%4 == 0 {
			site[fmt.Sprintf("flip-%d", i%7)] = fmt.Sprintf("generation %d flip", g)
		}
	}
	for i := range 7 {
		if site[fmt.Sprintf("flip-%d", i)] == "" {
			site[fmt.Sprintf("flip-%d/index.html", i)] = fmt.Sprintf("generation %d flop", g)
		}
	}
	return site
}

var generationNumber = regexp.MustCompile(`^generation (\d+)`)

// whole fails unless the folder holds exactly one generation and the foreign files.
func whole(t testing.TB, dir string, foreign files) {
	t.Helper()
	got := read(t, dir)
	m := generationNumber.FindStringSubmatch(got["index.html"])
	if m == nil {
		t.Fatalf("index.html is %q", got["index.html"])
	}
	g, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	want := generation(g)
	maps.Copy(want, foreign)
	if d := diff(got, want); d != "" {
		t.Fatalf("a mixture around generation %d: %s", g, d)
	}
}

func TestKill(t *testing.T) {
	rounds := *kills
	eachMode(t, func(t *testing.T, o Options) {
		dir := public(t)
		publish(t, dir, o, generation(0))
		foreign := files{"CNAME": "example.org", "en/page-1/note": "n", "up/load": "u"}
		for p, c := range foreign {
			write(t, filepath.Join(dir, p), c)
		}
		interrupted := 0
		for round := range rounds {
			cmd := order{Dir: dir, InPlace: o.InPlace, SpareFrom: o.SpareFrom, From: 1000 * (round + 1), NoSync: round%4 != 0}.command(t)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
				t.Fatal(err)
			}
			<-time.After(time.Duration(rand.IntN(20_000)) * time.Microsecond)
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err == nil {
				t.Fatal("the helper ended by itself")
			}
			interrupted += checkKilled(t, dir, o, foreign, round)
		}
		t.Logf("%d of %d kills found a build at work", interrupted, rounds)
		if interrupted == 0 {
			t.Error("no kill hit a build: the test says nothing")
		}
	})
}

// A first publication that is killed leaves nothing, or a whole site and at most one sound spare.
func TestKillFirst(t *testing.T) {
	o := Options{SpareFrom: 1, noSync: true}
	interrupted, published, spares := 0, 0, 0
	rounds := *kills / 3
	moments := []string{".public.stage-1", ".public.stage-1.spare", ".public.manifest.new", "public", ".public.spare"}
	for round := range rounds {
		dir := public(t)
		cmd := order{Dir: dir, SpareFrom: 1, From: 1, Rounds: 1, NoSync: true}.command(t)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		for seen := false; !seen && len(ended) == 0; {
			_, err := os.Lstat(filepath.Join(filepath.Dir(dir), moments[round%len(moments)]))
			seen = err == nil
		}
		cmd.Process.Kill() //nolint:errcheck // it may have ended
		if <-ended != nil {
			interrupted++
		}
		if _, err := os.Stat(dir); err == nil {
			published++
			whole(t, dir, nil)
		}
		p, err := Begin(context.Background(), dir, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Abort(); err != nil {
			t.Fatal(err)
		}
		tidy(t, dir)
		if _, err := os.Stat(filepath.Join(filepath.Dir(dir), ".public.spare")); err == nil {
			spares++
		}
		for g := 2; g < 4; g++ {
			publish(t, dir, o, generation(g))
			whole(t, dir, nil)
			tidy(t, dir)
		}
	}
	t.Logf("%d of %d killed; %d had published, %d had a spare", interrupted, rounds, published, spares)
	if interrupted == 0 {
		t.Error("no kill hit a build: the test says nothing")
	}
}

// checkKilled looks at the folder after a kill, before and after the next start.
func checkKilled(t *testing.T, dir string, o Options, foreign files, round int) (interrupted int) {
	t.Helper()
	for _, name := range beside(t, dir) {
		switch name {
		case ".public.lock", ".public.manifest", ".public.memos", ".public.spare":
		default:
			interrupted = 1
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, reserved)); err == nil {
		interrupted = 1
	}
	if !o.InPlace {
		whole(t, dir, foreign) // at once: visitors do not wait for the next build
	}
	if round%2 == 0 { // half of the time, the next helper finds the leftovers
		return interrupted
	}
	p, err := Begin(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	if memo, home := string(p.Memo("home")), read(t, dir)["index.html"]; memo != home {
		t.Errorf("what was left for the next build is of %q, and the site of %q", memo, home)
	}
	if err := p.Abort(); err != nil {
		t.Fatal(err)
	}
	whole(t, dir, foreign)
	tidy(t, dir)
	return interrupted
}
