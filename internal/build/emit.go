package build

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"resolute/internal/asset"
	"resolute/internal/content"
	"resolute/internal/dataset"
	"resolute/internal/diag"
	"resolute/internal/output"
)

// Sink takes the files of a site. It is safe for concurrent use.
type Sink interface {
	// Previous returns the key with which a file was put by the last build, if
	// the file is still there as it was.
	Previous(path string) (key string, ok bool)
	// Keep carries such a file over.
	Keep(path string) error
	// Put takes a file, with a key that tells when it need not be made again.
	Put(path, key string, data []byte) error
}

// Targets are all files that are made of views.
func (p *Project) Targets() []output.Target { return output.Targets(p.Input) }

// Outline lists those that are known at once, and the folders of the rest.
func (p *Project) Outline() ([]output.Target, []output.Folder) { return output.Outline(p.Input) }

// Assets are the files that are there already: styles, scripts, images.
func (p *Project) Assets() []asset.File { return p.assets.Files }

// Emit makes all files of the site and puts them into the sink. It is an error
// when two files have one path.
func (p *Project) Emit(ctx context.Context, sink Sink) (Summary, error) {
	watch := p.options.stopwatch()
	s, err := p.emitPages(ctx, sink)
	if err != nil {
		return s, err
	}
	watch.lap(p, "pages")
	if err := p.emitSearch(ctx, sink); err != nil {
		return s, err
	}
	watch.lap(p, "search")
	for _, f := range p.assets.Files {
		if err := sink.Put(f.Path, "", f.Data); err != nil {
			return s, err
		}
	}
	watch.lap(p, "assets")
	return s, p.emitManifest(sink)
}

// bufferMost is the room that is kept for the next page. The few files that are larger
// would hold theirs for all; one leaves it to the next, as they come one after another.
const bufferMost = 1 << 20

// emitPages makes the files that are made of views. The files of a folder are
// listed when it is their turn, and by one worker.
func (p *Project) emitPages(ctx context.Context, sink Sink) (Summary, error) {
	list, folders := p.Outline()
	e := &emitter{sink: sink}
	err := parallel(ctx, len(list)+len(folders), func(i int) error {
		if i < len(list) {
			return e.emit(ctx, list[i:i+1])
		}
		targets, err := listed(folders[i-len(list)])
		if err != nil {
			return err
		}
		return e.emit(ctx, targets)
	})
	if err == nil {
		err = p.Input.Err()
	}
	return e.summary, err
}

// listed are the files of a folder.
func listed(f output.Folder) (targets []output.Target, err error) {
	defer caught(f.Path, &err)
	return f.Targets(), nil
}

// caught turns a failure inside a page, which is our mistake, into an error that
// names the page.
func caught(path string, err *error) {
	if r := recover(); r != nil {
		*err = &BugError{Path: path, Cause: fmt.Sprint(r)}
	}
}

// emitter puts files into a sink, or keeps them there.
type emitter struct {
	sink    Sink
	buffers sync.Pool

	mu      sync.Mutex
	summary Summary
}

func (e *emitter) emit(ctx context.Context, targets []output.Target) error {
	var s Summary
	for _, t := range targets {
		if ctx.Err() != nil {
			return nil // parallel tells why
		}
		kept, err := e.file(t)
		if err != nil {
			return err
		}
		if kept {
			s.Kept++
		} else {
			s.Rendered++
		}
		if t.Stage == "pages" {
			s.Pages++
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.summary.Kept, e.summary.Rendered, e.summary.Pages = e.summary.Kept+s.Kept, e.summary.Rendered+s.Rendered, e.summary.Pages+s.Pages
	return nil
}

// file makes a file, unless the one of the last build can be kept.
func (e *emitter) file(t output.Target) (kept bool, err error) {
	defer caught(t.Path, &err)
	view, key := t.View()
	if previous, ok := e.sink.Previous(t.Path); ok && previous == key && e.sink.Keep(t.Path) == nil {
		return true, nil
	}
	b, ok := e.buffers.Get().(*bytes.Buffer)
	if !ok {
		b = new(bytes.Buffer)
	}
	defer func() {
		if b.Cap() <= bufferMost || b.Len() > bufferMost {
			e.buffers.Put(b)
		}
	}()
	b.Reset()
	if err := t.Render(b, view); err != nil {
		return false, err
	}
	return false, e.sink.Put(t.Path, key, b.Bytes())
}

// bodiesMemo, contentMemo and tablesMemo are the names under which a published folder's
// memory is kept: of bodies, of decoded files, and of tables.
const (
	bodiesMemo  = "bodies"
	contentMemo = "content"
	tablesMemo  = "tables"
)

// Store is a sink that keeps what builds remember beside the files.
type Store interface {
	Sink
	// Memo returns what the last build kept under a name, or nil.
	Memo(name string) []byte
	// SetMemo keeps it for the next; a memo that is not set stays.
	SetMemo(name string, data []byte)
	// KeepAll carries all files of the last build over, and counts them, if
	// they are all still there as they were.
	KeepAll(ctx context.Context) (n int, ok bool)
	// Published opens a file of the last build, if it is still there as it was;
	// done closes it.
	Published(path string) (data *io.SectionReader, done func(), ok bool)
}

// Publish loads the source and makes all files of it, with what the last build
// remembered. The project is nil where a problem is an error.
func Publish(ctx context.Context, o Options, store Store) (*Project, []diag.Problem, error) {
	o.Memory = NewMemory()
	var whole bool
	if o.Memory.kept, whole = content.ReadKept(store.Memo(contentMemo), o.Version); !whole {
		o.Memory.damaged = errMemory
	}
	p, err := read(o)
	if err != nil {
		return nil, nil, err
	}
	inputs, err := p.inputs()
	if err != nil {
		return nil, nil, err
	}
	if p.keepAll(ctx, store, inputs, plain) {
		return p, nil, nil
	}
	o.Memory.recall(store.Memo(bodiesMemo))
	problems, sound, err := p.load(ctx)
	if err != nil || !sound {
		return nil, problems, err
	}
	if damaged := o.Memory.damaged; damaged != nil {
		p.Notes = append(p.Notes, damaged.Error())
	}
	if o.Strict && len(problems) > 0 {
		return nil, problems, nil
	}
	state := p.state(problems)
	if state != plain && p.keepAll(ctx, store, inputs, state) {
		return p, problems, nil
	}
	p.recallTexts(store)
	tables, damaged := dataset.ReadMemory(store.Memo(tablesMemo), store.Published)
	if damaged != nil {
		p.Notes = append(p.Notes, damaged.Error())
	}
	p.Input.Tables = tables
	if err := p.compare(ctx); err != nil {
		return nil, problems, err
	}
	p.Summary, err = p.Emit(ctx, store)
	if changed := p.files.Err(); changed != nil {
		return nil, problems, changed
	}
	if err != nil {
		// What templates make of a page shows only when it is made.
		told, err := diag.Split(err)
		return nil, diag.Sort(append(problems, told...)), err
	}
	for _, name := range p.Input.Layouts.Interpreted() {
		p.Notes = append(p.Notes, "The template "+name+" uses what slows it down several times: functions or values that the built-in ones do without.")
	}
	store.SetMemo(inputsMemo, []byte(strings.Join([]string{inputs, state, strconv.Itoa(p.Summary.Pages)}, " ")))
	return p, problems, p.remember(store)
}

// remember keeps what the next build wants to know, as far as it is worth it.
func (p *Project) remember(store Store) error {
	memory, version := p.options.Memory, p.options.Version
	if memory.worth() {
		store.SetMemo(bodiesMemo, memory.Bytes())
	}
	if memory.kept.Worth() {
		store.SetMemo(contentMemo, memory.kept.Bytes())
	}
	if content.Worth(len(p.texts.before), len(p.texts.now), p.texts.fresh) {
		store.SetMemo(textsMemo, p.texts.bytes(version))
	}
	tables, err := p.Input.Tables.Bytes()
	store.SetMemo(tablesMemo, tables)
	return err
}

// inputsMemo is the name under which a published folder remembers what it was
// made of.
const inputsMemo = "inputs"

// inputs identifies all that the files of a site are made of, but for earlier
// versions of texts.
func (p *Project) inputs() (string, error) {
	o := p.options
	known := &prepared{}
	layouts, err := known.treeDigest(o.Source, "layouts", o.Layouts, "")
	if err != nil {
		return "", err
	}
	static, err := known.treeDigest(o.Source, "static", o.Static, "")
	return output.Fingerprint("inputs", struct {
		Sources, Layouts, Static, Version, BaseURL string
		Drafts, Preview, Versions                  bool
		Provenance                                 *output.Provenance
	}{p.files.Digest(), layouts, static, o.Version, o.BaseURL, o.Drafts, o.Preview, o.Versions != nil, o.Provenance}), err
}

// plain is the state of a site that depends on nothing but its inputs, and of which
// there is nothing to tell.
const plain = "plain"

// state identifies what the files of a site depend on besides: the versions of
// originals from which translations were made that are out of date.
func (p *Project) state(problems []diag.Problem) string {
	if p.options.Versions == nil && len(problems) == 0 {
		return plain
	}
	var found []string
	stale := false
	for _, e := range p.Site.Editions {
		for _, t := range e.Translations {
			stale = stale || e.TranslationState(t) == "stale"
			if b := p.Input.Earlier[&t.File]; b != nil {
				found = append(found, t.File.Path, b.Digest)
			}
		}
	}
	if !stale && len(problems) == 0 {
		return plain
	}
	return output.Fingerprint("earlier", found)
}

// keepAll carries the whole site over where it was made of the same and is as
// it was left: nothing has to be looked at page by page.
func (p *Project) keepAll(ctx context.Context, store Store, inputs, state string) bool {
	pages, same := strings.CutPrefix(string(store.Memo(inputsMemo)), inputs+" "+state+" ")
	number, err := strconv.Atoi(pages)
	if !same || err != nil {
		return false
	}
	watch := p.options.stopwatch()
	kept, ok := store.KeepAll(ctx)
	watch.lap(p, "keep")
	p.Summary = Summary{Pages: number, Kept: kept}
	return ok
}

// Summary counts what was made.
type Summary struct {
	// Pages are HTML pages; Rendered and Kept are files made and carried over.
	Pages, Rendered, Kept int
}

// BugError is a failure of the program itself, not of the content.
type BugError struct {
	// Path is the file that was being made.
	Path string
	// Cause is what was caught.
	Cause string
}

// Error names the file and the cause.
func (e *BugError) Error() string { return fmt.Sprintf("%s: %s", e.Path, e.Cause) }

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}
