package webtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestTableKeyboard filters and sorts the table of members without a mouse: the
// field and the heads of the columns are reached by Tab, what they do is told,
// and the focus stays where it was.
func TestTableKeyboard(t *testing.T) {
	t.Parallel()
	b := newTab(t, chromium(t), serve(t, published(t)).URL)
	b.show(t, 1280, "prefers-reduced-motion", "reduce")
	b.open(t, "/en/members/")
	press := func(keys string) {
		if err := chromedp.Do(b.ctx, chromedp.KeyEvent(keys)); err != nil {
			t.Fatal(err)
		}
	}
	const shown = `[...document.querySelectorAll("[data-table] tbody tr:not(.az)")].filter((r) => r.checkVisibility()).map((r) => r.cells[0].textContent.trim())`
	published := call[[]string](t, b.ctx, shown)
	if len(published) < 50 {
		t.Fatalf("%d members", len(published))
	}
	// tab goes on until the wanted thing has the focus, and sees that each has one.
	tab := func(wanted string) {
		for range 60 {
			press(kb.Tab)
			if call[bool](t, b.ctx, `document.activeElement.matches(`+quote(wanted)+`)`) {
				if !call[bool](t, b.ctx, `document.activeElement.matches(":focus-visible") && getComputedStyle(document.activeElement).outlineStyle !== "none"`) {
					t.Errorf("%s shows no focus", wanted)
				}
				return
			}
		}
		t.Fatalf("Tab does not lead to %s", wanted)
	}
	tab("[data-filter] input")
	press("FRANCE")
	few := call[[]string](t, b.ctx, shown)
	told := call[string](t, b.ctx, `document.querySelector("[data-filter] output").textContent`)
	if len(few) == 0 || len(few) >= len(published) || !strings.Contains(told, "of") {
		t.Errorf("the filter leaves %d of %d members and tells %q", len(few), len(published), told)
	}
	for range "FRANCE" {
		press(kb.Backspace)
	}
	if got := call[[]string](t, b.ctx, shown); !slices.Equal(got, published) {
		t.Errorf("an empty filter leaves %d of %d members", len(got), len(published))
	}
	tab("[data-table] thead button")
	const direction = `document.activeElement.closest("th")?.ariaSort ?? ""`
	press(kb.Enter)
	if d := call[string](t, b.ctx, direction); d != "ascending" {
		t.Errorf("after Enter the column is sorted %q and the focus there", d)
	}
	up := call[[]string](t, b.ctx, shown)
	press(" ")
	if d := call[string](t, b.ctx, direction); d != "descending" {
		t.Errorf("after a blank the column is sorted %q", d)
	}
	down := call[[]string](t, b.ctx, shown)
	if len(up) != len(published) || len(down) != len(up) || up[0] != down[len(down)-1] || slices.Equal(up, down) {
		t.Errorf("upwards %q…, downwards %q…", up[:3], down[:3])
	}
	press(kb.Enter)
	if got := call[[]string](t, b.ctx, shown); !slices.Equal(got, published) || call[string](t, b.ctx, direction) != "" {
		t.Errorf("the third time brings %q…, not the published order %q…", got[:3], published[:3])
	}
	if problems := b.take(); len(problems) > 0 {
		t.Error(problems)
	}
}
