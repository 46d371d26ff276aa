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
	return load(ctx, o)
}
