package webtest

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestLighthouse lets Lighthouse judge a page of each kind under the published
// headers, on a simulated slow phone: 100 for accessibility, best practices and
// search engines, at least 99 for performance. It runs only when asked for, by
// make lighthouse: it takes minutes, and a busy machine spoils its figures. Of
// three attempts the best one counts; one that Lighthouse itself gives up, as it
// now and then does, is one of the three.
func TestLighthouse(t *testing.T) {
	if os.Getenv("RESOLUTE_LIGHTHOUSE") == "" {
		t.Skip("make lighthouse runs it")
	}
	program, err := filepath.Abs("tools/node_modules/lighthouse/cli/index.js")
	if err != nil {
		t.Fatal(err)
	}
	chrome, err := chromeProgram()
	if err != nil {
		t.Fatal(err)
	}
	public := published(t)
	server := httptest.NewServer(compress(serve(t, public).Config.Handler))
	t.Cleanup(server.Close)
	categories := []string{"performance", "accessibility", "best-practices", "seo"}
	table := "| page | " + strings.Join(categories, " | ") + " | largest paint, s | layout shift |\n|---|--:|--:|--:|--:|--:|--:|\n"
	only := os.Getenv("RESOLUTE_LIGHTHOUSE")
	for _, p := range samplePages(t, public) {
		// A page that is not there has no scores: its status is an error.
		if p.lang != "" && p.lang != "en" || strings.HasPrefix(p.kind.name, "not-found") || only != "1" && only != p.kind.name {
			continue
		}
		var best judgement
		for attempt := 0; attempt < 3 && !best.good(); attempt++ {
			j, err := judge(program, chrome, server.URL+p.url(), categories)
			if err != nil {
				t.Logf("%s: %v", p.url(), err)
			}
			best = better(best, j)
		}
		cells := []string{p.kind.name}
		for _, c := range categories {
			cells = append(cells, fmt.Sprint(best.scores[c]))
		}
		cells = append(cells, fmt.Sprintf("%.2f", best.paint/1000), fmt.Sprintf("%.3f", best.shift))
		row := "| " + strings.Join(cells, " | ") + " |\n"
		t.Log(row)
		table += row
		if !best.good() {
			t.Errorf("%s: %v\n%s", p.url(), best.scores, strings.Join(best.failed, "\n"))
		}
	}
	t.Logf("Lighthouse\n%s", table)
}

// judgement is what Lighthouse says of a page.
type judgement struct {
	scores       map[string]int
	paint, shift float64
	failed       []string // audits
}

func (j judgement) good() bool {
	for c, s := range j.scores {
		if s < 99 || s < 100 && c != "performance" {
			return false
		}
	}
	return len(j.scores) > 0
}

func better(a, b judgement) judgement {
	sum := func(j judgement) (n int) {
		for _, s := range j.scores {
			n += s
		}
		return n
	}
	if sum(a) >= sum(b) {
		return a
	}
	return b
}

// judge runs Lighthouse once.
func judge(program, chrome, address string, categories []string) (judgement, error) {
	c := exec.Command("node", program, address, "--output=json", "--quiet", "--only-categories="+strings.Join(categories, ","),
		"--chrome-flags=--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run")
	c.Env = append(os.Environ(), "CHROME_PATH="+chrome)
	// The report tells what went wrong better than the exit code.
	out, failed := c.Output()
	var report struct {
		RuntimeError *struct{ Message string }
		Categories   map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Score        *float64
			NumericValue float64
			Title        string
			Details      json.RawMessage
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return judgement{}, fmt.Errorf("lighthouse %s: %w, and its report cannot be read: %w", address, failed, err)
	}
	if e := report.RuntimeError; e != nil && e.Message != "" {
		return judgement{}, fmt.Errorf("lighthouse: %s", e.Message)
	}
	if failed != nil {
		return judgement{}, fmt.Errorf("lighthouse %s: %w", address, failed)
	}
	j := judgement{scores: map[string]int{}, paint: report.Audits["largest-contentful-paint"].NumericValue, shift: report.Audits["cumulative-layout-shift"].NumericValue}
	for _, name := range categories {
		category := report.Categories[name]
		if category.Score == nil {
			return judgement{}, fmt.Errorf("lighthouse: no score for %s", name)
		}
		j.scores[name] = int(*category.Score*100 + 0.5)
		for _, ref := range category.AuditRefs {
			if a := report.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 0.9 {
				j.failed = append(j.failed, fmt.Sprintf("%s: %s %.300s", ref.ID, a.Title, a.Details))
			}
		}
	}
	return j, nil
}

func chromeProgram() (string, error) {
	if name := os.Getenv("CHROME"); name != "" {
		return exec.LookPath(name)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", fmt.Errorf("no Chromium: run make tools")
}

// compress sends texts compressed, as hosts do.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ext := path.Ext(r.URL.Path)
		if !slices.Contains([]string{"", ".html", ".css", ".js", ".json", ".svg", ".xml", ".webmanifest"}, ext) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		next.ServeHTTP(packedWriter{w, packed}, r)
		_ = packed.Close()
	})
}

type packedWriter struct {
	http.ResponseWriter
	packed *gzip.Writer
}

func (w packedWriter) Write(p []byte) (int, error) { return w.packed.Write(p) }
