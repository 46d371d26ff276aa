package content

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v4"

	"resolute/internal/diag"
	"resolute/internal/report"
)

// switchMark begins a comment in front matter that is for the program:
//
//	# resolute: off copied-forward, long-paragraph (the source says the same)
const switchMark = "resolute:"

// switches reads the warnings that a file switches off.
func switches(s source, problems *[]diag.Problem) []report.Switch {
	if !bytes.Contains(s.data, []byte(switchMark)) {
		return nil
	}
	var list []report.Switch
	line := 0
	for text := range bytes.Lines(s.data) {
		line++
		trimmed := strings.TrimLeft(string(text), " \t")
		comment, ok := strings.CutPrefix(trimmed, "#")
		if !ok {
			continue
		}
		order, ok := strings.CutPrefix(strings.TrimSpace(comment), switchMark)
		if !ok {
			continue
		}
		order, _, _ = strings.Cut(order, "(")
		words := strings.FieldsFunc(order, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
		pos := s.pos(line, 1+len(text)-len(trimmed))
		if len(words) < 2 || words[0] != "off" {
			*problems = append(*problems, diag.Errorf(pos, "switch", "write # resolute: off RULE (why), with the name that stands in brackets after the message",
				"what is to be switched off cannot be read"))
			continue
		}
		for _, rule := range words[1:] {
			list = append(list, report.Switch{Rule: rule, Pos: pos})
		}
	}
	return list
}

// checksField declares which warnings are switched off for the whole site.
func checksField() field[report.Settings] {
	off := Field{
		Key: "off", Type: TypeTexts, Example: "[long-paragraph]",
		Label: say("Switched off", "Désactivées", "Desactivadas"),
		Doc: say(
			"Names of warnings that are not wanted. One file can do without a warning by a comment in its front matter: `# resolute: off copied-forward (why)`.",
			"Noms des avertissements dont on ne veut pas. Un fichier seul peut s’en passer par un commentaire dans son en-tête : `# resolute: off copied-forward (pourquoi)`.",
			"Nombres de las advertencias que no se quieren. Un solo archivo puede prescindir de una con un comentario en su encabezado: `# resolute: off copied-forward (por qué)`.",
		),
	}
	inner := table[report.Settings]{{off, func(d *decoder, n *yaml.Node, s *report.Settings) {
		d.each(n, maxItems, func(item *yaml.Node) {
			if rule, ok := d.text(item, maxText); ok {
				s.Off = append(s.Off, report.Switch{Rule: rule, Pos: d.pos(item)})
			}
		})
	}, nil}}
	return mapField(Field{
		Key: "checks", Example: "{off: [long-paragraph]}",
		Label: say("Checks", "Vérifications", "Comprobaciones"),
		Doc: say(
			"How `resolute check` reviews the content.",
			"La façon dont `resolute check` relit le contenu.",
			"La forma en que `resolute check` revisa el contenido.",
		),
	}, inner, func(s *report.Settings) *report.Settings { return s })
}
