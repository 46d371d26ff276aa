package markdown

import (
	"slices"
	"strings"
)

// Labels are the words that the renderer adds to a body.
type Labels struct {
	// Notes names the list of notes.
	Notes string
	// Note, followed by a number, names a reference to a note.
	Note string
	// Back, followed by a number, names a link from a note to its reference.
	Back string
	// Done and Open name the two states of a task.
	Done, Open string
	// Table, followed by a number, names a table.
	Table string
}

// language holds what depends on the language of a text.
type language struct {
	labels Labels
	// double and single are the opening and closing quotation marks.
	double, single [2]string
	// spaced asks for French spacing: a narrow no-break space before ; ! ?, a
	// no-break space before : and within « ».
	spaced bool
	// vagueTexts are link texts that say nothing out of their context (WCAG 2.4.9).
	vagueTexts []string
}

// vague tells whether a link text says nothing out of its context.
func (l *language) vague(text string) bool {
	return slices.Contains(l.vagueTexts, strings.ToLower(strings.Trim(text, " .…:»>")))
}

const (
	noBreakSpace       = "\u00A0"
	narrowNoBreakSpace = "\u202F"
)

// languageFor returns the rules for a BCP 47 tag, by its primary subtag. A
// language without rules of its own gets the English ones: another row here
// serves another language.
func languageFor(tag string) *language {
	primary, _, _ := strings.Cut(tag, "-")
	switch strings.ToLower(primary) {
	case "fr":
		return &french
	case "es":
		return &spanish
	}
	return &english
}

var (
	english = language{
		labels:     Labels{Notes: "Notes", Note: "Note", Back: "Back to reference", Done: "Done", Open: "To do", Table: "Table"},
		double:     [2]string{"“", "”"},
		single:     [2]string{"‘", "’"},
		vagueTexts: []string{"here", "click here", "link", "this link", "this", "more", "read more"},
	}
	french = language{
		labels:     Labels{Notes: "Notes", Note: "Note", Back: "Retour à l’appel de note", Done: "Fait", Open: "À faire", Table: "Tableau"},
		double:     [2]string{"«" + noBreakSpace, noBreakSpace + "»"},
		single:     [2]string{"“", "”"},
		spaced:     true,
		vagueTexts: []string{"ici", "cliquez ici", "lien", "ce lien", "plus", "lire la suite", "en savoir plus"},
	}
	spanish = language{
		labels:     Labels{Notes: "Notas", Note: "Nota", Back: "Volver a la referencia", Done: "Hecho", Open: "Pendiente", Table: "Tabla"},
		double:     [2]string{"“", "”"},
		single:     [2]string{"‘", "’"},
		vagueTexts: []string{"aquí", "haga clic aquí", "enlace", "este enlace", "más", "leer más"},
	}
)
