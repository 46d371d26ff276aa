// Command gen writes synthetic content into a folder, to measure builds of it:
//
//	go run ./internal/synthetic/gen -reports 10000 DIR
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"resolute/internal/synthetic"
)

func main() {
	reports := flag.Int("reports", 1000, "number of reports")
	members := flag.Int("members", 0, "number of members (default 1,400)")
	languages := flag.String("languages", "en", "languages of the site, with commas")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: gen [-reports N] [-members N] [-languages en,fr] DIR")
		os.Exit(2)
	}
	shape := synthetic.Shape{Reports: *reports, Members: *members, Languages: strings.Split(*languages, ",")}
	for name, data := range synthetic.Files(shape) {
		file := filepath.Join(flag.Arg(0), filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
}
