package external

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"resolute/internal/diag"
)

// The rules of the warnings.
const (
	RuleGone        = "external-gone"
	RuleMoved       = "external-moved"
	RuleUnreachable = "external-unreachable"
)

// How long what was found holds.
const (
	holds     = 14 * 24 * time.Hour
	failsHold = 24 * time.Hour
)

// Entry is what is known of an address.
type Entry struct {
	// Status is the last answer's, 0 where there was none.
	Status int `json:"status"`
	// Moved is where the address has moved to for good, or "".
	Moved string `json:"moved,omitempty"`
	// Failure says why there was no answer.
	Failure string `json:"failure,omitempty"`
	// Checked is the time of the look.
	Checked time.Time `json:"checked"`
}

// fine tells an address that is there.
func (e Entry) fine() bool { return e.Status >= 200 && e.Status < 400 }

// fresh tells whether what is known still holds.
func (e Entry) fresh(now time.Time) bool {
	age := now.Sub(e.Checked)
	if e.fine() {
		return age >= 0 && age < holds
	}
	return age >= 0 && age < failsHold
}

// Known is what earlier runs have found, by address.
type Known map[string]Entry

// Decode reads what Encode has written; what cannot be read is nothing known.
func Decode(data []byte) Known {
	k := Known{}
	if json.Unmarshal(data, &k) != nil {
		return Known{}
	}
	return k
}

// Encode writes what is known, the same bytes for the same.
func (k Known) Encode() ([]byte, error) {
	data, err := json.MarshalIndent(k, "", " ")
	return append(data, '\n'), err
}

// Options say how to look.
type Options struct {
	// Transport makes the requests.
	Transport http.RoundTripper
	// Agent names the program to the hosts.
	Agent string
	// Now is the time of the run.
	Now time.Time
	// Known is what earlier runs have found.
	Known Known
	// Hosts is how many are asked at once; Pause stands between two requests to
	// one; Timeout ends a request.
	Hosts          int
	Pause, Timeout time.Duration
	// Wait waits; it is time itself but for tests.
	Wait func(context.Context, time.Duration) error
}

// Check looks at the links, and returns what is known of them now, and how many
// were asked for.
func Check(ctx context.Context, links []Link, o Options) (Known, int, error) {
	known, byHost := Known{}, map[string][]string{}
	for _, l := range links {
		if e, ok := o.Known[l.URL]; ok && e.fresh(o.Now) {
			known[l.URL] = e
			continue
		}
		u, err := url.Parse(l.URL)
		if err != nil || u.Host == "" {
			continue // told where the text is read
		}
		byHost[u.Host] = append(byHost[u.Host], l.URL)
	}
	hosts := make(chan []string, len(byHost))
	asked := 0
	for _, list := range byHost {
		asked += len(list)
		hosts <- list
	}
	close(hosts)
	var mu sync.Mutex
	var group sync.WaitGroup
	for range max(1, min(o.Hosts, len(byHost))) {
		group.Go(func() {
			for list := range hosts {
				for i, address := range list {
					if i > 0 && o.Wait(ctx, o.Pause) != nil || ctx.Err() != nil {
						return
					}
					e := look(ctx, address, o)
					mu.Lock()
					known[address] = e
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	return known, asked, ctx.Err()
}

// look asks for the head of an address, and for the page where the host does not
// give that.
func look(ctx context.Context, address string, o Options) Entry {
	e := ask(ctx, http.MethodHead, address, o)
	switch e.Status {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		if o.Wait(ctx, o.Pause) == nil {
			e = ask(ctx, http.MethodGet, address, o)
		}
	}
	e.Checked = o.Now.UTC().Truncate(time.Second)
	return e
}

// mostHops is the number of redirects that are followed.
const mostHops = 5

func ask(ctx context.Context, method, address string, o Options) Entry {
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	permanent := true
	client := &http.Client{Transport: o.Transport, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		if len(via) > mostHops {
			return errors.New("too many redirects")
		}
		status := next.Response.StatusCode
		permanent = permanent && (status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect)
		return nil
	}}
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return Entry{Failure: "no address of a page"}
	}
	r.Header.Set("User-Agent", o.Agent)
	answer, err := client.Do(r)
	if err != nil {
		return Entry{Failure: why(err)}
	}
	defer answer.Body.Close()
	// A little of the page lets the connection be used again.
	io.CopyN(io.Discard, answer.Body, 4<<10)
	e := Entry{Status: answer.StatusCode}
	if last := answer.Request.URL.String(); permanent && last != address && e.fine() {
		e.Moved = last
	}
	return e
}

// why says in a few words why there was no answer, without what differs from
// run to run.
func why(err error) string {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "there is no such host"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case strings.Contains(err.Error(), "certificate"):
		return "its certificate is not valid"
	case strings.Contains(err.Error(), "too many redirects"):
		return "too many redirects"
	}
	return "no connection"
}

// Problems are the warnings of links, one for each place.
func Problems(links []Link, known Known) []diag.Problem {
	var problems []diag.Problem
	for _, l := range links {
		e, ok := known[l.URL]
		if !ok {
			continue
		}
		rule, message, hint := "", "", ""
		switch {
		case e.Status == http.StatusNotFound || e.Status == http.StatusGone:
			rule, message = RuleGone, fmt.Sprintf("there is no page any more (%d): %s", e.Status, l.URL)
			hint = "find where it is now, link to a copy in an archive, or take the link out"
		case e.Moved != "":
			rule, message = RuleMoved, fmt.Sprintf("the page has moved for good: %s", l.URL)
			hint = "write " + e.Moved
		case e.Status == http.StatusTooManyRequests || e.fine():
			continue
		case e.Status > 0:
			rule, message = RuleUnreachable, fmt.Sprintf("the host answers %d: %s", e.Status, l.URL)
			hint = "look at it in a browser; it may be a matter of the moment"
		default:
			rule, message = RuleUnreachable, fmt.Sprintf("%s: %s", e.Failure, l.URL)
			hint = "look at it in a browser; it may be a matter of the moment"
		}
		for _, pos := range l.Places {
			problems = append(problems, diag.Warnf(pos, rule, hint, "%s", message))
		}
	}
	return diag.Sort(problems)
}

// Merge adds what a run has found to what was known, and forgets what is old.
func (k Known) Merge(now time.Time, found Known) Known {
	merged := Known{}
	for address, e := range k {
		if e.fresh(now) {
			merged[address] = e
		}
	}
	for address, e := range found {
		merged[address] = e
	}
	return merged
}
