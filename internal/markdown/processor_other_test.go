//go:build !unix

package markdown

import "time"

var began = time.Now()

func processorTime() time.Duration { return time.Since(began) }
