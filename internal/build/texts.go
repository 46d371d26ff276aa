package build

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"
	"strings"
	"sync"

	"resolute/internal/output"
	"resolute/internal/report"
	"resolute/internal/site"
)

// texts remember what became of the texts of editions, whose comparing is dear:
// it goes through all words. An entry is found by a digest of all that the
// comparing depends on. They are safe for concurrent use.
type texts struct {
	mu sync.Mutex
	// now has the entries that have been asked for, before others that may be.
	now, before map[textKey]site.TextChange
	fresh       int // entries that were found out
	rooms       sync.Pool
}

// textKey is a digest of two texts.
type textKey [16]byte

func newTexts() *texts {
	return &texts{now: map[textKey]site.TextChange{}, rooms: sync.Pool{New: func() any { return new(site.TextComparer) }}}
}

// textKeyOf is the key of two bodies, with their plans or without.
func textKeyOf(before, after *output.Body, planned bool) (k textKey) {
	var room [512]byte // more than most need
	inputs := room[:0]
	for _, body := range [...]*output.Body{before, after} {
		inputs = append(inputs, body.Digest...)
		// The digest of a body with images does not tell its sections.
		for _, s := range body.Sections {
			inputs = append(append(inputs, ' '), s.ID...)
		}
		inputs = append(inputs, '\n')
	}
	if planned {
		inputs = append(inputs, "planned"...)
	}
	sum := sha256.Sum256(inputs)
	copy(k[:], sum[:])
	return k
}

// recallTexts takes what the last build left beside the files.
func (p *Project) recallTexts(store Store) {
	known, damaged := readTexts(store.Memo(textsMemo), p.options.Version)
	if damaged != nil {
		p.Notes = append(p.Notes, damaged.Error())
	}
	p.texts = known
}

// turn begins a build of a process: once there are more entries than so many,
// those that are not asked for until the next time are forgotten.
func (t *texts) turn(most int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.now) > most {
		t.before, t.now = t.now, map[textKey]site.TextChange{}
	}
}

// change is what became of a text, with its plans or without: recalled, or found
// out.
func (t *texts) change(before, after *output.Body, planned bool) site.TextChange {
	if before == nil || after == nil {
		return t.compare(before, after, planned)
	}
	k := textKeyOf(before, after, planned)
	t.mu.Lock()
	text, ok := t.now[k]
	if !ok {
		if text, ok = t.before[k]; ok {
			t.now[k] = text
		}
	}
	t.mu.Unlock()
	if ok {
		return text
	}
	text = t.compare(before, after, planned)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now[k] = text
	t.fresh++
	return text
}

func (t *texts) compare(before, after *output.Body, planned bool) site.TextChange {
	x := t.rooms.Get().(*site.TextComparer)
	defer t.rooms.Put(x)
	a, b := sectionTexts(before), sectionTexts(after)
	text := x.CompareText(a, b)
	if planned {
		text.Forgotten = x.Forgotten(a, b)
	}
	return text
}

// changes are those of all editions; what is known of their texts is not found
// out again.
func changes(known *texts, s *site.Site, bodies map[*report.File]*output.Body) *site.Changes {
	return site.NewChanges(s, func(e *site.Edition) *site.Change {
		// Plans are looked for where the report says that they are some.
		planned := e.Previous.FutureActionsPlanned == report.Yes
		return site.Compare(e.Previous, e, known.change(bodies[&e.Previous.File], bodies[&e.File], planned))
	})
}

func sectionTexts(b *output.Body) []site.SectionText {
	if b == nil {
		return nil
	}
	list := make([]site.SectionText, len(b.Sections))
	for i, s := range b.Sections {
		list[i] = site.SectionText{ID: s.ID, Text: b.Text(i)}
	}
	return list
}

// textsMemo is the name under which a published folder's texts are kept, and
// textsFormat the first line of them, before the program's version.
const (
	textsMemo   = "texts"
	textsFormat = "resolute texts 1 "
)

// bytes are the texts that have been asked for as kept on disk, the same for the
// same. Names of sections and states stand in a list, and numbers for them.
func (t *texts) bytes(version string) []byte {
	keys := slices.SortedFunc(maps.Keys(t.now), func(a, b textKey) int { return bytes.Compare(a[:], b[:]) })
	numbers := map[string]int{}
	var names []string
	for _, k := range keys {
		for _, s := range t.now[k].Sections {
			for _, name := range [...]string{s.ID, string(s.State)} {
				if _, ok := numbers[name]; !ok {
					numbers[name] = len(names)
					names = append(names, name)
				}
			}
		}
	}
	w := append(make(writer, 0, 64*len(keys)+1024), textsFormat+version+"\n"...)
	w.number(len(names))
	for _, name := range names {
		w.text(name)
	}
	w.number(len(keys))
	for _, k := range keys {
		text := t.now[k]
		w = append(w, k[:]...)
		w.number(len(text.Sections))
		for _, s := range text.Sections {
			w.number(numbers[s.ID])
			w.number(numbers[string(s.State)])
			w.number(s.Before)
			w.number(s.Kept)
		}
		w.number(len(text.Forgotten))
		for _, plan := range text.Forgotten {
			w.text(plan)
		}
	}
	return w
}

// readTexts reads texts from disk. Those of another version of the program are
// none; with an error there are none either.
func readTexts(data []byte, version string) (*texts, error) {
	t := newTexts()
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if len(data) == 0 || bytes.HasPrefix(first, []byte(textsFormat)) && string(first) != textsFormat+version {
		return t, nil
	}
	rest, ok := strings.CutPrefix(string(data), textsFormat+version+"\n")
	if !ok {
		return t, errMemory
	}
	r := &reader{rest: rest}
	names := make([]string, r.count())
	for i := range names {
		names[i] = r.text()
	}
	name := func() string {
		i := r.number()
		if i < 0 || i >= len(names) {
			r.bad, r.rest = true, ""
			return ""
		}
		return names[i]
	}
	n := r.count()
	known := make(map[textKey]site.TextChange, n)
	var sections []site.SectionChange // of many
	for range n {
		var k textKey
		copy(k[:], r.take(len(k)))
		m := r.count()
		if len(sections)+m > cap(sections) {
			sections = make([]site.SectionChange, 0, max(m, 1024))
		}
		start := len(sections)
		for range m {
			sections = append(sections, site.SectionChange{ID: name(), State: site.SectionState(name()), Before: r.number(), Kept: r.number()})
		}
		text := site.TextChange{Sections: sections[start:len(sections):len(sections)]}
		for range r.count() {
			text.Forgotten = append(text.Forgotten, r.text())
		}
		known[k] = text
	}
	if r.bad || r.rest != "" {
		return t, errMemory
	}
	t.before, t.now = known, make(map[textKey]site.TextChange, n)
	return t, nil
}
