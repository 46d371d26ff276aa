//go:build race

package markdown

// slowdown is what the race detector costs.
const slowdown = 10
