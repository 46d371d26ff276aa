package webtest

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tables is what tools found in a folder data/.
type tables struct {
	Problems []string
	// Frictionless and CSVW count the rows that were read by either description.
	Frictionless, CSVW map[string]int
}

// readTables reads the tables of a folder by both of their descriptions.
func readTables(t *testing.T, folder string) tables {
	t.Helper()
	if _, err := os.Stat(filepath.Join("node_modules", "datapackage")); err != nil {
		t.Fatal("the readers of tables are missing: run make tools")
	}
	cmd := exec.Command("node", "tables.mjs", folder)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tables.mjs: %v", err)
	}
	var found tables
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("tables.mjs: %v in %.300s", err, out)
	}
	return found
}

// TestTables reads the published data as tools do, with all types, keys and
// relations checked, and finds every row.
func TestTables(t *testing.T) {
	t.Parallel()
	public := published(t)
	for _, lang := range languages {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(public, lang, "data")
			found := readTables(t, folder)
			for _, p := range found.Problems {
				t.Error(p)
			}
			if len(found.Frictionless) != 5 {
				t.Errorf("tables: %v", found.Frictionless)
			}
			for name, n := range found.Frictionless {
				f, err := os.Open(filepath.Join(folder, name+".csv"))
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				rows, err := csv.NewReader(f).ReadAll()
				if err != nil || n != len(rows)-1 || n == 0 || found.CSVW[name] != n {
					t.Errorf("%s: %d rows by one description, %d by the other, %d in the file, %v", name, n, found.CSVW[name], len(rows)-1, err)
				}
			}
		})
	}
}

// TestTablesCanFail shows the readers tables that are wrong.
func TestTablesCanFail(t *testing.T) {
	t.Parallel()
	public := published(t)
	first := func(s string) (head, row, rest string) {
		head, s, _ = strings.Cut(s, "\n")
		row, rest, _ = strings.Cut(s, "\n")
		return head + "\n", row + "\n", rest
	}
	for name, tt := range map[string]struct {
		file   string
		change func(string) string
		say    string
	}{
		"a type": {"statuses.csv", func(s string) string {
			head, row, rest := first(s)
			return head + "soon" + row[strings.IndexByte(row, ','):] + rest
		}, "year"},
		"a key": {"members.csv", func(s string) string {
			head, row, rest := first(s)
			return head + row + row + rest
		}, "members: "},
		"an empty key": {"members.csv", func(s string) string {
			head, row, rest := first(s)
			return head + row[strings.IndexByte(row, ','):] + rest
		}, "id is required"},
		"a relation": {"participation.csv", func(s string) string {
			head, row, rest := first(s)
			cells := strings.Split(row, ",")
			cells[3] = "nobody"
			return head + strings.Join(cells, ",") + rest
		}, "participation: "},
		"a column":  {"reports.csv-metadata.json", func(s string) string { return strings.Replace(s, `"name":"status"`, `"name":"state"`, 1) }, "the columns are"},
		"a package": {"datapackage.json", func(s string) string { return strings.Replace(s, `"integer"`, `"number of"`, 1) }, "datapackage.json: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS(filepath.Join(public, "en", "data"))); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(folder, tt.file)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(tt.change(string(data))), 0o600); err != nil {
				t.Fatal(err)
			}
			found := readTables(t, folder)
			if !slices.ContainsFunc(found.Problems, func(p string) bool { return strings.Contains(p, tt.say) }) {
				t.Errorf("nothing tells of %q: %q", tt.say, found.Problems)
			}
		})
	}
}
