package content

import (
	"regexp"

	"go.yaml.in/yaml/v4"

	"resolute/internal/report"
)

var repositoryForm = regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+$`)

// adminField declares the web form.
func adminField() field[report.Settings] {
	inner := adminTable()
	f := Field{
		Key: "admin", Type: TypeMap, Example: "{backend: github, repository: example/reports, branch: main}", Fields: inner.on(OriginalOnly),
		Label: say("Web form", "Formulaire web", "Formulario web"),
		Doc: say(
			"Publishes a form for editors at `/admin/` (Sveltia CMS). Its script is fetched by `make admin` before the site is built. Left out: the site has no form.",
			"Publie un formulaire de rédaction à l’adresse `/admin/` (Sveltia CMS). Son script est récupéré par `make admin` avant la construction du site. Si omis : le site n’a pas de formulaire.",
			"Publica un formulario de redacción en `/admin/` (Sveltia CMS). Su script se obtiene con `make admin` antes de construir el sitio. Si se omite: el sitio no tiene formulario.",
		),
	}
	return field[report.Settings]{f, func(d *decoder, n *yaml.Node, s *report.Settings) {
		if n.Kind != yaml.MappingNode {
			d.wrongKind(n, "a map")
			return
		}
		s.Admin = &report.Admin{Pos: d.pos(n)}
		decodeMap(d, n, inner, s.Admin, OriginalOnly, d.pos(n))
	}, nil}
}

func adminTable() table[report.Admin] {
	backend := Field{
		Key: "backend", Type: TypeChoice, Required: true, Choices: report.Backends(), Example: "github",
		Label: say("Git host", "Hébergeur git", "Servidor git"),
		Doc: say(
			"The kind of git host that has the repository: `github`, `gitlab` or `gitea`. With `gitea`, what is saved goes to the branch at once; with the others it becomes a pull request.",
			"Le type d’hébergeur git du dépôt : `github`, `gitlab` ou `gitea`. Avec `gitea`, ce qui est enregistré va aussitôt dans la branche ; avec les autres, cela devient une demande de fusion.",
			"El tipo de servidor git del repositorio: `github`, `gitlab` o `gitea`. Con `gitea`, lo que se guarda va enseguida a la rama; con los demás se convierte en una solicitud de cambios.",
		),
	}
	repository := Field{
		Key: "repository", Type: TypeText, Required: true, Max: maxText, Example: "example/reports",
		Label: say("Repository", "Dépôt", "Repositorio"),
		Doc: say("Owner and name of the repository, with a slash between them.",
			"Propriétaire et nom du dépôt, séparés par une barre oblique.",
			"Propietario y nombre del repositorio, separados por una barra."),
	}
	return table[report.Admin]{
		{backend, func(d *decoder, n *yaml.Node, a *report.Admin) {
			a.Backend, _ = d.choice(n, "backend", backend.Choices)
		}, nil},
		{repository, func(d *decoder, n *yaml.Node, a *report.Admin) {
			s, ok := d.text(n, maxText)
			switch {
			case !ok:
			case !repositoryForm.MatchString(s):
				d.errorf(n, "write owner/name, as it stands in the repository’s address", "%q is not the name of a repository", s)
			default:
				a.Repository = s
			}
		}, nil},
		textField(Field{
			Key: "branch", Example: "main",
			Label: say("Branch", "Branche", "Rama"),
			Doc: say("The branch that is published. Left out: the default one of the repository.",
				"La branche qui est publiée. Si omise : celle par défaut du dépôt.",
				"La rama que se publica. Si se omite: la predeterminada del repositorio."),
		}, func(a *report.Admin) *string { return &a.Branch }),
		urlField(Field{
			Key: "server", Example: "https://git.example.org",
			Label: say("Server", "Serveur", "Servidor"),
			Doc: say(
				"Where editors sign in: with `github`, the address of an authenticator for Sveltia CMS; with `gitlab` and `gitea`, that of the host, where it is your own.",
				"Là où les rédacteurs se connectent : avec `github`, l’adresse d’un service d’authentification pour Sveltia CMS ; avec `gitlab` et `gitea`, celle de l’hébergeur, si c’est le vôtre.",
				"Donde inician sesión los redactores: con `github`, la dirección de un servicio de autenticación para Sveltia CMS; con `gitlab` y `gitea`, la del servidor, si es propio.",
			),
		}, func(a *report.Admin) *string { return &a.Server }),
		textField(Field{
			Key: "app_id", Example: "0123456789abcdef",
			Label: say("Application id", "Identifiant d’application", "Identificador de la aplicación"),
			Doc: say("The id under which the git host knows the form, for signing in with `gitlab` and `gitea`. It is no secret.",
				"L’identifiant sous lequel l’hébergeur connaît le formulaire, pour la connexion avec `gitlab` et `gitea`. Il n’est pas secret.",
				"El identificador con el que el servidor conoce el formulario, para iniciar sesión con `gitlab` y `gitea`. No es secreto."),
		}, func(a *report.Admin) *string { return &a.AppID }),
	}
}
