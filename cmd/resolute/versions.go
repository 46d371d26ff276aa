package main

import (
	"context"
	"iter"
	"strings"
)

// mostVersions is the number of commits of one file that are looked at.
const mostVersions = 100

// versions gives the committed versions of a content file, newest first; nil
// where git is not to be asked. It is called for the originals of translations
// that are out of date, to show what has changed in them.
func (f *flags) versions(ctx context.Context) func(path string) iter.Seq[[]byte] {
	if !f.git {
		return nil
	}
	return func(path string) iter.Seq[[]byte] {
		return func(yield func([]byte) bool) {
			log, err := f.askGit(ctx, "log", "--format=%H", "--max-count=100", "--", path)
			if err != nil {
				return // no repository, or none with this file
			}
			for i, hash := range strings.Fields(string(log)) {
				data, err := f.askGit(ctx, "show", hash+":./"+path)
				if err != nil {
					continue // the commit that took the file away
				}
				if !isHash(hash) || i >= mostVersions || !yield(data) {
					return
				}
			}
		}
	}
}
