package webtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// adminSite publishes the sample with the web form, as an editor's site does:
// the script is put in its place by the program of make admin.
func adminSite(t *testing.T) (program, source, public string) {
	t.Helper()
	sampled := published(t)
	program = filepath.Join(filepath.Dir(sampled), "resolute")
	source = t.TempDir()
	if err := os.CopyFS(filepath.Join(source, "content"), os.DirFS(filepath.Join(repository, "content"))); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(source, "content", "site.yaml")
	text, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, "\nadmin: {backend: github, repository: example/reports, branch: main}\n"...)
	if err := os.WriteFile(settings, text, 0o644); err != nil {
		t.Fatal(err)
	}
	public = filepath.Join(source, "public")
	for _, args := range [][]string{
		{"sh", "admin.sh", filepath.Join(source, "static", "root", "admin")},
		{program, "build", "--source", source, "--out", public},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	return program, source, public
}

// withTestBackend serves a site with the form's own backend for tests, a folder
// inside the browser, in place of the git host; nothing else of the
// configuration is another.
func withTestBackend(t *testing.T, next http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/admin/config.json" {
			next.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		var config map[string]any
		data, _ := io.ReadAll(answer.Body)
		if err := json.NewDecoder(bytes.NewReader(data)).Decode(&config); err != nil {
			t.Errorf("config.json: %v", err)
		}
		config["backend"] = map[string]any{"name": "test-repo"}
		delete(config, "publish_mode") // drafts need a git host
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(config)
	}))
	t.Cleanup(server.Close)
	return server
}

// until waits for a condition in the page.
func (b *tab) until(t *testing.T, what, condition string) {
	t.Helper()
	const limit = 30 * time.Second
	ok := call[bool](t, b.ctx, `new Promise((done) => {
  const end = performance.now() + `+strconv.FormatInt(limit.Milliseconds(), 10)+`;
  const look = () => { if (`+condition+`) done(true); else if (performance.now() > end) done(false); else requestAnimationFrame(look); };
  look();
})`)
	if !ok {
		t.Fatalf("%s: not within %v; problems %q; the page has: %.2000s", what, limit, b.take(), call[string](t, b.ctx, "document.body.innerText"))
	}
}

// TestAdmin opens the web form under its published policy: it shows the ways to
// sign in, breaks no rule and asks nobody else for anything.
func TestAdmin(t *testing.T) {
	t.Parallel()
	_, _, public := adminSite(t)
	b := newTab(t, chromium(t), serve(t, public).URL)
	b.show(t, 1280)
	b.open(t, "/admin/")
	b.until(t, "signing in", `document.querySelectorAll("button").length >= 2 && /GitHub/.test(document.body.innerText) && /local/i.test(document.body.innerText)`)
	b.complaints(t)
}

// knownFault is what the pinned form throws when it shows a language that its
// editor has left out: nothing is lost by it.
const knownFault = "exception: Uncaught TypeError: Cannot convert undefined or null to object\n    at Object.values"

// complaints fails for all that the tab noted, but for what is no mistake: files
// that the page has in memory, the git host's status, which no test reaches, and
// the icon that the script asks for.
func (b *tab) complaints(t *testing.T) {
	t.Helper()
	for _, p := range b.take() {
		if !strings.HasPrefix(p, "foreign request: blob:"+b.site) && !strings.Contains(p, "https://www.githubstatus.com/") && !strings.HasSuffix(p, "/favicon.ico") && !strings.HasPrefix(p, knownFault) {
			t.Error(p)
		}
	}
}

// adminFolder is the folder inside the browser that the test backend works on.
const adminFolder = `(await (await navigator.storage.getDirectory()).getDirectoryHandle("sveltia-cms-test", {create: true}))`

// press presses the button whose words match.
func (b *tab) press(t *testing.T, words string) {
	t.Helper()
	button := `[...document.querySelectorAll("button")].find((b) => ` + words + `.test(b.innerText.trim()) && !b.disabled)`
	b.until(t, "the button "+words, button)
	call[bool](t, b.ctx, `(`+button+`.click(), true)`)
}

// answerYes gives a question of the form the answer yes. The form shows its
// questions before it takes answers: it does once it can be saved.
func (b *tab) answerYes(t *testing.T, field string) {
	t.Helper()
	choices := `[...document.querySelectorAll('section[data-key-path="` + field + `"] [role=radio], section[data-key-path="` + field + `"] input[type=radio]')]`
	b.until(t, "the form", choices+`.length > 2`)
	b.until(t, "the form taking an answer", `(() => {
  if ([...document.querySelectorAll("button")].some((b) => /^Save$/.test(b.innerText.trim()) && !b.disabled)) return true;
  const [, yes, no] = `+choices+`;
  const chosen = yes.checked || yes.getAttribute("aria-checked") === "true";
  (chosen ? no : yes).click();
  return false;
})()`)
	b.until(t, "the answer yes", `(() => {
  const yes = `+choices+`[1];
  if (yes.checked || yes.getAttribute("aria-checked") === "true") return true;
  yes.click();
  return false;
})()`)
}

// adminFile waits for a file in the test backend that has a text in it.
func (b *tab) adminFile(t *testing.T, name, text string) string {
	t.Helper()
	got := call[string](t, b.ctx, `(async () => {
  const path = "`+name+`".split("/"), file = path.pop();
  let text = "";
  for (const end = performance.now() + 20000; performance.now() < end; await new Promise((d) => requestAnimationFrame(d))) {
    try {
      let d = `+adminFolder+`;
      for (const p of path) d = await d.getDirectoryHandle(p);
      text = await (await (await d.getFileHandle(file)).getFile()).text();
      if (text.includes("`+text+`")) break;
    } catch {}
  }
  return text;
})()`)
	if !strings.Contains(got, text) {
		t.Fatalf("%s has no %q: %q; problems %q; the page has: %.3000s", name, text, got, b.take(), call[string](t, b.ctx, "document.body.innerText"))
	}
	return got
}

// TestAdminReport writes a report with the form, in a folder inside the browser:
// the file is where it belongs, and resolute check is content with it.
func TestAdminReport(t *testing.T) {
	t.Parallel()
	program, source, public := adminSite(t)
	b := newTab(t, chromium(t), withTestBackend(t, serve(t, public).Config.Handler).URL)
	b.show(t, 1280)
	b.open(t, "/admin/")
	b.press(t, "/Test Repository/")
	b.until(t, "the collections", `/Reports/.test(document.body.innerText) && /Members/.test(document.body.innerText)`)
	call[bool](t, b.ctx, `(location.hash = "#/collections/report/new?resolution=WCC-2020-Res-040&year=2031&status=ongoing&members=none&body="+encodeURIComponent("## Results\n\nTwo markets were closed."), true)`)
	b.answerYes(t, "secretariat")
	b.press(t, "/^Save$/")
	const name = "content/reports/wcc-2020-res-040/2031.md"
	written := b.adminFile(t, name, "Two markets")
	for _, line := range []string{"resolution: WCC-2020-Res-040", "year: 2031", "members:\n  - none", "secretariat: true", "status: ongoing", "## Results"} {
		if !strings.Contains(written, line+"\n") {
			t.Errorf("there is no %q in:\n%s", line, written)
		}
	}
	if strings.Contains(written, "commissions") || strings.Contains(written, "draft") {
		t.Errorf("a field that was left empty is there:\n%s", written)
	}
	if err := os.WriteFile(filepath.Join(source, filepath.FromSlash(name)), []byte(written), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "check", "--source", source).CombinedOutput()
	if err != nil || strings.Contains(string(out), name) {
		t.Errorf("resolute check: %v\n%s\nof\n%s", err, out, written)
	}
	b.complaints(t)
	b.keepsMaps(t)
}

// keepsMaps changes a report that has what the form cannot show, references with
// a term or an id of the old portal: they are in the file as they were.
func (b *tab) keepsMaps(t *testing.T) {
	t.Helper()
	const name = "content/reports/wcc-2016-rec-098/2018.md"
	text := "---\nresolution: WCC-2016-Rec-098\nyear: 2018\nmembers: [iaf, {portal_id: 6A10CF2B-0D25-E311-83D9-002655853524}]\n" +
		"commissions: [{id: ssc, term: 2021-2025}, cem]\nactions: none\nstatus: ongoing\n---\n\n## Results\n\n* odd   list\n"
	call[bool](t, b.ctx, `(async () => {
  let d = `+adminFolder+`;
  for (const p of ["content", "reports", "wcc-2016-rec-098"]) d = await d.getDirectoryHandle(p, {create: true});
  const w = await (await d.getFileHandle("2018.md", {create: true})).createWritable();
  await w.write(`+strconv.Quote(text)+`);
  await w.close();
  return true;
})()`)
	b.open(t, "/admin/?again")
	b.until(t, "signing in or the collections", `/Test Repository|Collections/.test(document.body.innerText)`)
	if call[bool](t, b.ctx, `/Test Repository/.test(document.body.innerText)`) {
		b.press(t, "/Test Repository/")
	}
	b.until(t, "the collections", `/Members/.test(document.body.innerText)`)
	call[bool](t, b.ctx, `(location.hash = "#/collections/report/entries/wcc-2016-rec-098/2018", true)`)
	b.answerYes(t, "secretariat")
	b.press(t, "/^Save$/")
	got := b.adminFile(t, name, "secretariat: true")
	for _, kept := range []string{"  - iaf\n  - portal_id: 6A10CF2B-0D25-E311-83D9-002655853524\n", "  - id: ssc\n    term: 2021-2025\n  - cem\n", "* odd   list\n"} {
		if !strings.Contains(got, kept) {
			t.Errorf("%q is lost:\n%s", kept, got)
		}
	}
}
