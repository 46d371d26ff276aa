package serve

import (
	"flag"
	"time"
)

// A failing sequence of edits is repeated by its seed; a longer soak is asked
// for by hand.
var (
	seedFlag  = flag.Uint64("seed", 0, "seed of the random edits; 0 takes a new one")
	stepsFlag = flag.Int("steps", 30, "how many random edits are made")
	soakFlag  = flag.Duration("soak", 2*time.Second, "how long the soak lasts")
)
