package scaffold

import (
	"strings"
	"unicode/utf8"

	"resolute/internal/content"
	"resolute/internal/report"
)

// width is the number of characters of a comment's line.
const width = 90

// The words between the explanations, by language.
var (
	saysRequired  = report.Text{"en": "required", "fr": "obligatoire", "es": "obligatorio"}
	saysValues    = report.Text{"en": "Write one of:", "fr": "Écrivez l’un de :", "es": "Escriba uno de:"}
	saysSeveral   = report.Text{"en": "Choose from:", "fr": "Choisissez parmi :", "es": "Elija entre:"}
	saysHow       = report.Text{"en": "Take the # away from the fields that you fill in, and delete the explanations when you like.", "fr": "Ôtez le # devant les champs que vous remplissez, et supprimez les explications quand vous voulez.", "es": "Quite la # de los campos que rellene, y borre las explicaciones cuando quiera."}
	saysTaken     = report.Text{"en": "Who took part, and the actions, are those of %s: correct them. Its status was %s.", "fr": "Les participants et les actions viennent de %s : corrigez-les. Son état d’avancement était %s.", "es": "Los participantes y las acciones son los de %s: corríjalos. Su estado era %s."}
	saysBefore    = report.Text{"en": "The report before this one is %s: say what became of what it planned.", "fr": "Le rapport précédent est %s : dites ce qu’est devenu ce qu’il prévoyait.", "es": "El informe anterior es %s: diga qué ha sido de lo que preveía."}
	saysTranslate = report.Text{"en": "Below stands the text of %s. Write the translation over it, then take the line draft out.", "fr": "Ci-dessous se trouve le texte de %s. Écrivez la traduction à sa place, puis ôtez la ligne draft.", "es": "Abajo está el texto de %s. Escriba la traducción en su lugar y quite después la línea draft."}
)

// say is a text in the language of the explanations, or in English.
func (m *Maker) say(t report.Text) string {
	s, _ := t.In(m.Lang, []report.Lang{"en"})
	return s
}

// write puts the explanations of a kind's fields around the fields of a file.
func (m *Maker) write(kind string, marshalled []byte, notes []string, body string) []byte {
	var b strings.Builder
	b.WriteString("---\n")
	for _, k := range content.Kinds() {
		if k.Name != kind {
			continue
		}
		comment(&b, m.say(k.Doc)+" "+m.say(saysHow))
		for _, n := range notes {
			comment(&b, n)
		}
		given := lines(string(marshalled))
		for _, f := range k.Fields {
			b.WriteByte('\n')
			m.field(&b, f, given[f.Key])
		}
	}
	b.WriteString("---\n")
	if body != "" {
		b.WriteString("\n" + body)
	}
	return []byte(b.String())
}

// lines are those of each field of front matter, by key.
func lines(file string) map[string]string {
	fields := map[string]string{}
	key := ""
	front, _, _ := strings.Cut(strings.TrimPrefix(file, "---\n"), "\n---\n")
	for line := range strings.Lines(front + "\n") {
		if line[0] != ' ' && line[0] != '-' {
			key, _, _ = strings.Cut(line, ":")
		}
		fields[key] += line
	}
	return fields
}

// field writes a field with what there is to know of it; without a value it is
// an example, commented out.
func (m *Maker) field(b *strings.Builder, f content.Field, given string) {
	label := m.say(f.Label)
	if f.Required {
		label += " (" + m.say(saysRequired) + ")"
	}
	comment(b, label+". "+m.say(f.Doc))
	m.values(b, f)
	if given != "" {
		b.WriteString(given)
		return
	}
	b.WriteString("# " + f.Key + ": " + f.Example + "\n")
}

// mostValues is the number up to which allowed values are written out.
const mostValues = 40

// values writes the allowed values, with what they mean.
func (m *Maker) values(b *strings.Builder, f content.Field) {
	settings := m.Sources.Settings
	intro := saysSeveral
	if f.Type == content.TypeID || f.Type == content.TypeChoice || f.Type == content.TypeLanguage {
		intro = saysValues
	}
	if f.Type == content.TypeLanguage {
		comment(b, m.say(intro)+" "+join(settings.Languages))
		return
	}
	terms, known := map[string]report.Vocabulary{
		"types": settings.Types, "congresses": settings.Congresses, "statuses": settings.Statuses, "actions": settings.Actions,
		"commissions": settings.Commissions, "categories": settings.Categories,
	}[f.Vocabulary]
	switch {
	case known && len(terms) > 0 && len(terms) <= mostValues:
		comment(b, m.say(intro))
		wide := 0
		for _, t := range terms {
			wide = max(wide, len(t.ID))
		}
		for _, t := range terms {
			label, _ := t.Label.In(m.Lang, settings.Languages)
			if gloss, _ := t.Gloss.In(m.Lang, settings.Languages); gloss != "" {
				label += ". " + gloss
			}
			hanging(b, "  "+t.ID+strings.Repeat(" ", wide-len(t.ID)+2), label)
		}
	case len(f.Choices) > 0:
		comment(b, m.say(intro)+" "+strings.Join(f.Choices, ", "))
	}
}

// comment writes a text as lines of comment.
func comment(b *strings.Builder, s string) { hanging(b, "", s) }

// hanging writes a text beside a first word, as lines of comment.
func hanging(b *strings.Builder, first, s string) {
	indent := strings.Repeat(" ", utf8.RuneCountInString(first))
	line := first
	empty := true
	for _, w := range strings.Split(s, " ") { // no-break spaces stay
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > width {
			b.WriteString("# " + line + "\n")
			line, empty = indent, true
		}
		if !empty {
			line += " "
		}
		line += w
		empty = false
	}
	b.WriteString("# " + line + "\n")
}
