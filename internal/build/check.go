package build

import (
	"context"

	"resolute/internal/diag"
)

// Check reads, links and renders the content, and reviews it as a careful reader
// would. It leaves out what pages alone need: nothing can be emitted of its
// project.
func Check(ctx context.Context, o Options) (*Project, []diag.Problem, error) {
	o.Review = true
	p, err := read(o)
	if err != nil {
		return nil, nil, err
	}
	problems, sound, err := p.load(ctx)
	if err != nil || !sound {
		return nil, problems, err
	}
	return p, problems, nil
}
