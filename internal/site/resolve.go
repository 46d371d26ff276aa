package site

import (
	"runtime"
	"slices"
	"strconv"
	"sync"

	"resolute/internal/report"
)

// place is where a member is: its country and region by their ranks among those
// of the site, -1 for none. Numbers are quicker to put in order than names.
type place struct{ country, region int }

// locate finds the places of all members.
func (l *linker) locate() {
	regions := map[string]int{}
	for i, t := range slices.Backward(l.Settings.Regions) {
		for _, c := range t.Countries {
			regions[c] = i
		}
	}
	for _, m := range l.Members {
		if m.Country.ID != "" {
			l.countries = append(l.countries, m.Country.ID)
		}
	}
	slices.Sort(l.countries)
	l.countries = slices.Compact(l.countries)
	l.places = make([]place, len(l.Members))
	for i, m := range l.Members {
		at := place{-1, -1}
		if rank, ok := slices.BinarySearch(l.countries, m.Country.ID); ok {
			at.country = rank
		}
		if rank, ok := regions[m.Country.ID]; ok {
			at.region = rank
			m.Region = &l.Settings.Regions[rank]
		}
		l.places[i] = at
	}
}

// resolveAll resolves what editions name, on all cores, and returns those whose
// resolution is known; that it is not is told where the file was read.
func (l *linker) resolveAll(editions []*report.Edition) []*Edition {
	made := make([]Edition, len(editions))
	var group sync.WaitGroup
	size := (len(editions) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for start := 0; start < len(editions); start += size {
		end := min(start+size, len(editions))
		group.Go(func() { newResolver(l, editions[start:end]).resolve(made[start:end]) })
	}
	group.Wait()
	list := make([]*Edition, 0, len(made))
	for i := range made {
		if made[i].Resolution != nil {
			list = append(list, &made[i])
		}
	}
	return list
}

// resolver resolves what some editions name. Their lists are parts of a few
// long ones.
type resolver struct {
	*linker
	editions []*report.Edition
	// named, countryIDs and regionIDs are the lists of all editions so far.
	named                 []*Member
	countryIDs, regionIDs []string
	// ranks are those of an edition's countries or regions, path is its address.
	ranks []int
	path  []byte
}

func newResolver(l *linker, editions []*report.Edition) *resolver {
	n := 0
	for _, e := range editions {
		n += len(e.Members.Items)
	}
	return &resolver{linker: l, editions: editions, named: make([]*Member, 0, n), countryIDs: make([]string, 0, n), regionIDs: make([]string, 0, n)}
}

// resolve makes the editions; without a resolution where that is not known.
func (r *resolver) resolve(made []Edition) {
	var resolution *Resolution
	for i, e := range r.editions {
		resolution = r.resolutionOf(e.Code, resolution)
		status, ok := r.Settings.Statuses.Find(e.Status.ID)
		if resolution == nil || !ok {
			continue
		}
		r.path = append(strconv.AppendInt(append(r.path[:0], resolution.path...), int64(e.Year), 10), '/')
		edition := &made[i]
		*edition = Edition{Edition: e, Resolution: resolution, StatusTerm: status, path: string(r.path)}
		r.name(edition)
		if edition.Members != nil {
			edition.Countries = r.countriesOf(edition.Members)
			edition.Regions = r.regionsOf(edition.Members)
		}
	}
}

// name finds the members of an edition.
func (r *resolver) name(e *Edition) {
	start := len(r.named)
	for _, ref := range e.Edition.Members.Items {
		if ref.ID == "" {
			e.Unresolved = append(e.Unresolved, ref.PortalID)
		} else if m := r.members[ref.ID]; m != nil && !slices.Contains(r.named[start:], m) {
			r.named = append(r.named, m)
		}
	}
	e.Members = since(r.named, start)
}

func (r *resolver) countriesOf(members []*Member) []string {
	r.ranks = r.ranks[:0]
	for _, m := range members {
		r.ranks = append(r.ranks, r.places[m.Index].country)
	}
	start := len(r.countryIDs)
	for _, rank := range distinct(r.ranks) {
		r.countryIDs = append(r.countryIDs, r.countries[rank])
	}
	return since(r.countryIDs, start)
}

func (r *resolver) regionsOf(members []*Member) []string {
	r.ranks = r.ranks[:0]
	for _, m := range members {
		r.ranks = append(r.ranks, r.places[m.Index].region)
	}
	start := len(r.regionIDs)
	for _, rank := range distinct(r.ranks) {
		r.regionIDs = append(r.regionIDs, r.Settings.Regions[rank].ID)
	}
	return since(r.regionIDs, start)
}

// distinct are the ranks in order, each once, without those of nothing.
func distinct(ranks []int) []int {
	slices.Sort(ranks)
	ranks = slices.Compact(ranks)
	if len(ranks) > 0 && ranks[0] < 0 {
		ranks = ranks[1:]
	}
	return ranks
}

// since is the part of a list from a place on, closed to more; nil for nothing.
func since[T any](list []T, start int) []T {
	if start == len(list) {
		return nil
	}
	return list[start:len(list):len(list)]
}
