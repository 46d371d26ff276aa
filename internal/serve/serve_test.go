package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"resolute/internal/diag"
)

// deadline bounds a wait for what must come; it is long, as machines that run
// tests are busy.
const deadline = 30 * time.Second

// preview is a running preview of a folder.
type preview struct {
	testing.TB
	dir, url string
	events   chan Event
	client   *http.Client
	stop     func()
}

func start(t testing.TB, files fstest.MapFS, change func(*Options)) *preview {
	t.Helper()
	p := &preview{TB: t, dir: folder(t, files), events: make(chan Event, 1024), client: &http.Client{Transport: &http.Transport{}}}
	root, err := os.OpenRoot(p.dir)
	must(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p.url = strings.TrimSuffix(URL(listener), "/")
	o := Options{
		Dir: p.dir, Source: root.FS(), Build: options(nil), Listener: listener,
		Told: func(e Event) { p.events <- e },
	}
	o.Build.Clock = time.Now
	if change != nil {
		change(&o)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o) }()
	stopped := false
	p.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the preview ended with %v", err)
			}
		case <-time.After(deadline):
			t.Error("the preview does not end")
		}
		p.client.CloseIdleConnections()
		root.Close()
	}
	t.Cleanup(p.stop)
	p.next("the first site")
	return p
}

// next waits for a round.
func (p *preview) next(what string) Event {
	p.Helper()
	select {
	case e := <-p.events:
		return e
	case <-time.After(deadline):
		p.Fatalf("nothing happens after %s", what)
		return Event{}
	}
}

// until waits, from round to round, for something to be so.
func (p *preview) until(what string, so func() bool) {
	p.Helper()
	for !so() {
		p.next(what)
	}
}

func (p *preview) get(path string) (int, string) {
	p.Helper()
	r, err := p.client.Get(p.url + path)
	must(p, err)
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	must(p, err)
	return r.StatusCode, string(data)
}

func (p *preview) has(path, text string) func() bool {
	return func() bool {
		code, body := p.get(path)
		return code == http.StatusOK && strings.Contains(body, text)
	}
}

func (p *preview) code(path string, want int) func() bool {
	return func() bool { code, _ := p.get(path); return code == want }
}

func (p *preview) file(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *preview) read(name string) []byte {
	p.Helper()
	data, err := os.ReadFile(p.file(name))
	must(p, err)
	return data
}

// page is an open page that listens.
type openPage struct {
	*preview
	messages chan message
	close    func()
}

var scriptData = regexp.MustCompile(`data-page="([^"]*)" data-tag="([^"]*)" data-plain="([^"]*)" data-token="([^"]*)"`)

// open opens a page and listens as its script does.
func (p *preview) open(path string) *openPage {
	p.Helper()
	_, body := p.get(path)
	m := scriptData.FindStringSubmatch(body)
	if m == nil {
		p.Fatalf("%s has no script", path)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet,
		p.url+own+"events?"+url.Values{"page": {m[1]}, "tag": {m[2]}, "plain": {m[3]}, "token": {m[4]}}.Encode(), nil)
	must(p, err)
	response, err := p.client.Do(r)
	must(p, err)
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" {
		p.Fatalf("events: %d %v", response.StatusCode, response.Header)
	}
	o := &openPage{preview: p, messages: make(chan message, 64), close: cancel}
	p.Cleanup(cancel)
	go func() {
		defer close(o.messages)
		defer response.Body.Close()
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var m message
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(data), &m) == nil {
				o.messages <- m
			}
		}
	}()
	return o
}

// told waits for the next message, which has to be of a kind.
func (o *openPage) told(kind string) message {
	o.Helper()
	select {
	case m, ok := <-o.messages:
		if !ok || m.Kind != kind {
			o.Fatalf("got %+v (%v), want %s", m, ok, kind)
		}
		return m
	case <-time.After(deadline):
		o.Fatalf("no message of kind %s", kind)
		return message{}
	}
}

// Every way in which editors save is seen, and the page shows the last text.
func TestSavePatterns(t *testing.T) {
	p := start(t, tiny(), nil)
	name := reports(tiny())[3]
	file := p.file(name)
	for _, c := range []struct {
		editor string
		save   func(data []byte)
	}{
		{"in place", func(data []byte) { must(t, os.WriteFile(file, data, 0o644)) }},
		{"vim: moved aside, written anew", func(data []byte) {
			must(t, os.WriteFile(p.file("content/reports/4913"), nil, 0o644), os.Remove(p.file("content/reports/4913")),
				os.Rename(file, file+"~"), os.WriteFile(file, data, 0o644), os.Remove(file+"~"))
		}},
		{"vscode: truncated and written", func(data []byte) {
			f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
			must(t, err)
			_, err = f.Write(data)
			must(t, err, f.Close())
		}},
		{"jetbrains: written beside, moved over", func(data []byte) {
			must(t, os.WriteFile(file+"___jb_tmp___", data, 0o644), os.Rename(file, file+"___jb_old___"),
				os.Rename(file+"___jb_tmp___", file), os.Remove(file+"___jb_old___"))
		}},
		{"sed -i: another file moved over", func(data []byte) {
			must(t, os.WriteFile(filepath.Join(filepath.Dir(file), "sedA1b2C3"), data, 0o644),
				os.Rename(filepath.Join(filepath.Dir(file), "sedA1b2C3"), file))
		}},
		{"git: removed and written", func(data []byte) { must(t, os.Remove(file), os.WriteFile(file, data, 0o644)) }},
	} {
		for i := range 3 {
			word := fmt.Sprintf("Word%d%x", i, c.editor[:2])
			c.save(append(p.read(name), "\n"+word+"\n"...))
			p.until(c.editor, p.has(addressOf(name), word))
		}
	}
}

// New trees, moved and deleted folders are seen whole, and what is saved in
// them afterwards as well.
func TestFolders(t *testing.T) {
	p := start(t, tiny(), nil)
	list := reports(tiny())
	a, b := list[0], list[len(list)-1]
	data := p.read(a)
	dir := filepath.Dir(p.file(a))
	must(t, os.RemoveAll(dir))
	p.until("a deleted folder", p.code(addressOf(a), 404))
	save(t, p.file(a), data)
	p.until("a new tree", p.code(addressOf(a), 200))
	save(t, p.file(a), append(bytes.Clone(data), "\nInside.\n"...))
	p.until("a save in a new folder", p.has(addressOf(a), "Inside."))

	// The whole folder of reports goes away and comes back, as by a checkout.
	must(t, os.Rename(p.file("content/reports"), p.file("away")))
	p.until("a folder moved away", p.code(addressOf(b), 404))
	must(t, os.Rename(p.file("away"), p.file("content/reports")))
	p.until("a folder moved back", p.code(addressOf(b), 200))
	save(t, p.file(b), append(p.read(b), "\nAfter the move.\n"...))
	p.until("a save in a moved folder", p.has(addressOf(b), "After the move."))
}

// Looking is not changing: nothing is built for new times, new rights or the
// files of editors.
func TestNothingChanged(t *testing.T) {
	p := start(t, tiny(), nil)
	for _, name := range reports(tiny()) {
		must(t, os.Chtimes(p.file(name), time.Unix(1, 0), time.Unix(1, 0)), os.Chmod(p.file(name), 0o600))
	}
	save(t, p.file("content/pages/.about.md.swp"), []byte("x"))
	save(t, p.file("content/pages/about.md"), p.read("content/pages/about.md"))
	last := reports(tiny())[5]
	save(t, p.file(last), append(p.read(last), "\nReally.\n"...))
	if e := p.next("a change"); !slices.Equal(e.Changed, []string{last}) {
		t.Errorf("changed: %v, want %s alone", e.Changed, last)
	}
}

func TestProblemsAndRecovery(t *testing.T) {
	p := start(t, tiny(), func(o *Options) { o.Editor = "vscode" })
	name := reports(tiny())[2]
	page := p.open(addressOf(name))
	page.told("hello")
	good := p.read(name)
	bad := regexp.MustCompile(`(?m)^year: .*$`).ReplaceAll(good, []byte("year: soon"))
	save(t, p.file(name), bad)
	m := page.told("problems")
	line := 1 + bytes.Count(bad[:bytes.Index(bad, []byte("year: soon"))], []byte("\n"))
	place := fmt.Sprintf("%s:%d:7", name, line)
	if got := m.Problems[0]; got.Place != place || got.Line != "year: soon" || got.Caret != "      ^" || got.Hint == "" || got.Open != "vscode://file"+p.dir+"/"+place {
		t.Errorf("problem: %+v", got)
	}
	if e := p.next("a mistake"); len(e.Problems) == 0 || e.Problems[0].Severity != diag.Error {
		t.Errorf("event: %+v", e)
	}
	if code, body := p.get(addressOf(name)); code != 200 || !strings.Contains(body, "<html") {
		t.Error("the last good page is gone")
	}
	save(t, p.file(name), good)
	if m := page.told("hello"); len(m.Problems) != 0 {
		t.Errorf("the overlay stays: %+v", m)
	}
}

// A page reloads when its own bytes change, and not for another's.
func TestReload(t *testing.T) {
	p := start(t, tiny(), nil)
	list := reports(tiny())
	mine, other := p.open(addressOf(list[0])), p.open("/en/about/")
	missing := p.open("/fr/nothing/here/")
	for _, o := range []*openPage{mine, other, missing} {
		o.told("hello")
	}
	save(t, p.file(list[0]), append(p.read(list[0]), "\nChanged.\n"...))
	mine.told("reload")
	save(t, p.file("content/pages/about.md"), []byte("---\ntitle: About\n---\n\nChanged.\n"))
	// Had the first change concerned this page, its reload would have come then,
	// and there would be two.
	other.told("reload")
	p.until("both changes", p.has("/en/about/", "Changed."))
	select {
	case m := <-missing.messages:
		t.Errorf("a page that did not change was told %+v", m)
	default:
	}
}

// A new stylesheet is told as such, and the way back as well.
func TestStyles(t *testing.T) {
	p := start(t, tiny(), nil)
	page := p.open("/en/about/")
	before := page.told("hello")
	save(t, p.file("static/css/layout.css"), []byte("@layer layout {\n  p { margin: 1px }\n}\n"))
	m := page.told("styles")
	if len(m.Styles) == 0 || slices.Equal(m.Styles, before.Styles) || m.Tag == before.Tag {
		t.Errorf("styles: %+v, before %+v", m, before)
	}
	if code, body := p.get(m.Styles[0]); code != 200 || !strings.Contains(body, "margin:1px") {
		t.Errorf("%s: %d", m.Styles[0], code)
	}
	must(t, os.Remove(p.file("static/css/layout.css")))
	if m := page.told("hello"); !slices.Equal(m.Styles, before.Styles) || m.Tag != before.Tag {
		t.Errorf("back: %+v, before %+v", m, before)
	}
}

// Who does not have a page's token learns nothing, but that a page must be loaded
// again: as one of a preview that has been started again.
func TestToken(t *testing.T) {
	p := start(t, tiny(), nil)
	name := reports(tiny())[0]
	save(t, p.file(name), []byte("---\nyear: [\n---\n"))
	p.next("a mistake")
	for _, query := range []string{"?page=/en/", "?page=/en/&token=", "?page=/en/&token=guess"} {
		code, body := p.get(own + "events" + query)
		if code != http.StatusOK || !strings.Contains(body, `"kind":"reload"`) || strings.Contains(body, "problems\":[{") || strings.Contains(body, name) {
			t.Errorf("%s: %d %s", query, code, body)
		}
	}
	p.open("/en/").told("problems")
}

func TestNavigate(t *testing.T) {
	p := start(t, tiny(), func(o *Options) { o.Navigate = true })
	name := reports(tiny())[4]
	page := p.open("/fr/")
	page.told("hello")
	save(t, p.file(name), append(p.read(name), "\nChanged.\n"...))
	for {
		select {
		case m := <-page.messages:
			if m.Kind != "navigate" {
				continue // the page before may have changed as well
			}
			if want := strings.Replace(addressOf(name), "/en/", "/fr/", 1); m.Href != want {
				t.Errorf("goes to %s, want %s", m.Href, want)
			}
			return
		case <-time.After(deadline):
			t.Fatal("goes nowhere")
		}
	}
}

// Where the system cannot tell of changes, they are looked for.
func TestPolling(t *testing.T) {
	p := start(t, tiny(), func(o *Options) { o.Poll = true })
	name := reports(tiny())[0]
	save(t, p.file(name), append(p.read(name), "\nSeen.\n"...))
	p.until("a change", p.has(addressOf(name), "Seen."))
}

// A request with two hosts is none.
func TestTwoHosts(t *testing.T) {
	p := start(t, tiny(), nil)
	host := strings.TrimPrefix(p.url, "http://")
	c, err := net.Dial("tcp", host)
	must(t, err)
	defer c.Close()
	must(t, c.SetDeadline(time.Now().Add(deadline)))
	_, err = fmt.Fprintf(c, "GET /en/ HTTP/1.1\r\nHost: %s\r\nHost: evil.com\r\n\r\n", host)
	must(t, err)
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil || !strings.Contains(line, " 400 ") {
		t.Errorf("answer: %q, %v", line, err)
	}
}

// Edits go on while pages are asked for: no page is ever missing or half, no
// edit is lost, the tree in memory ends as a clean build's, and everything is
// given back at the end.
func TestSoak(t *testing.T) {
	goroutines, open := runtime.NumGoroutine(), descriptors()
	p := start(t, tiny(), nil)
	list := reports(tiny())
	watched := list[1]
	page := p.open(addressOf(watched))
	page.told("hello")
	// From the second round on, there is one before to compare with.
	save(t, p.file(watched), append(p.read(watched), "\nThe beginning.\n"...))
	p.until("the first edit", p.has(addressOf(watched), "The beginning."))
	begin := heap()
	ctx, cancel := context.WithTimeout(context.Background(), *soakFlag)
	defer cancel()
	asked := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			code, body := p.get(addressOf(watched))
			if code != 200 || !strings.HasSuffix(strings.TrimSpace(body), "</html>") {
				t.Errorf("request %d: %d, %d bytes", n, code, len(body))
				break
			}
		}
		asked <- n
	}()
	edits := 0
	for ; ctx.Err() == nil; edits++ {
		name := list[edits%len(list)]
		data := fmt.Appendf(bytes.Clone(tiny()[name].Data), "\nEdit%d.\n", edits)
		beside := p.file(name) + "~"
		must(t, os.WriteFile(beside, data, 0o644), os.Rename(beside, p.file(name)))
		if edits%10 == 9 {
			p.until("an edit", p.has(addressOf(name), fmt.Sprintf("Edit%d.", edits)))
		}
	}
	t.Logf("%d edits, %d requests", edits, <-asked)
	last := list[0]
	save(t, p.file(last), append(tiny()[last].Data, "\nThe end.\n"...))
	p.until("the last edit", p.has(addressOf(last), "The end."))
	end := heap()
	t.Logf("the heap has %d bytes, and had %d", end, begin)
	if end > begin+begin/2+4<<20 {
		t.Errorf("the heap grew from %d bytes to %d over %d edits", begin, end, edits)
	}
	s := still(t, diskCopy(t, p.dir))
	s.options.Build.BaseURL = p.url + "/"
	for name, want := range clean(t, s, diskCopy(t, p.dir)) {
		if !strings.HasSuffix(name, ".html") || strings.HasPrefix(name, "_") {
			continue
		}
		_, got := p.get("/" + strings.TrimSuffix(name, "index.html"))
		if script := regexp.MustCompile(`<script src="/_resolute/[^>]*></script>`); script.ReplaceAllString(got, "") != string(want) {
			t.Errorf("%s differs from a clean build", name)
		}
	}
	page.close()
	p.stop()
	// Those of closed connections end on their own.
	for end := time.Now().Add(deadline); runtime.NumGoroutine() > goroutines; runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, %d to begin with", runtime.NumGoroutine(), goroutines)
		}
	}
	if n := descriptors(); n > open {
		t.Errorf("%d descriptors are open, %d to begin with", n, open)
	}
}

// descriptors is the number of open files and connections, where the system
// tells, or 0.
func descriptors() int {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(list)
}

// heap is what is in use after all has been collected that can be.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // what has a cleanup goes the second time
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// diskCopy reads a source into memory.
func diskCopy(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p)))
		fsys[p] = &fstest.MapFile{Data: data}
		return err
	}))
	return fsys
}
