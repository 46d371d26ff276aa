package searchtest

import "resolute/internal/search"

var resolutions = []resolution{
	{
		code: "WCC-2020-Res-040", official: "7.040",
		en:       "Stopping the sale of wild animals over the internet",
		fr:       "Mettre fin à la vente d’animaux sauvages en ligne",
		es:       "Poner fin a la venta de animales silvestres por internet",
		keywords: []string{"wildlife trade", "cybercrime"},
		reports: []report{
			{2022, "initiated", []string{"ifaw"}, []string{"policy"}, map[string]string{
				"en": "Training on cybercrime began. Customs officers in India learned to trace online offers of ivory, pangolins and pangolin scales. The illegal wildlife trade moves to closed groups.",
			}},
			{2023, "ongoing", []string{"ifaw", "wwf-france", "wwf-international"}, []string{"capacity-building", "policy"}, map[string]string{
				"en": "Elephant ivory was found in nine hundred offers. IFAW's coalition removed them and shared its method with three marketplaces. Capacity-building for judges went on in the USA.",
				"fr": "De l’ivoire d’éléphant a été trouvé dans neuf cents annonces. La coalition les a retirées. Le renforcement des capacités des juges se poursuit.",
			}},
		},
	},
	{
		code: "WCC-2016-Res-040", official: "6.040",
		en:      "Keeping seagrass meadows along warm coasts",
		reports: []report{{2019, "completed", []string{"conanp"}, []string{"fieldwork"}, map[string]string{"en": "Divers mapped seagrass in forty bays. The map of the coast is public."}}},
	},
	{
		code: "WCC-2020-Rec-104", official: "7.104",
		en: "Climate change and coral reefs", fr: "Changement climatique et récifs coralliens",
		reports: []report{
			{2022, "initiated", []string{"iucn-france"}, []string{"fieldwork"}, map[string]string{
				"fr": "Le changement climatique fait blanchir un récif après l’autre. Les espèces menacées quittent l’eau chaude. Une œuvre collective sur l'eau a été publiée.",
			}},
			{2024, "ongoing", []string{"iucn-france", "sepronaf"}, []string{"capacity-building"}, map[string]string{
				"fr": "Deux récifs sont suivis en Côte d’Ivoire. Une espèce menacée y revient. Les capacités des plongeurs ont été renforcées.",
				"en": "Two reefs are watched off Côte d'Ivoire. Change in the climate of the lagoon is measured each week.",
			}},
		},
	},
	{
		code: "WCC-2016-Res-018", official: "6.018",
		en: "Wetlands for people", es: "Humedales para las personas",
		reports: []report{
			{2017, "initiated", []string{"conanp"}, []string{"policy"}, map[string]string{
				"es": "Cada año un humedal se seca. Las áreas protegidas ayudan a los niños a conocer el agua. La comunidad vigila los humedales.",
			}},
			{2018, "ongoing", []string{"conanp", "ninez-y-mar"}, []string{"capacity-building"}, map[string]string{
				"es": "Un niño plantó el primer mangle. Se firmó la política de humedales del municipio.",
				"en": "A child planted the first mangrove. The policy for wetlands of the municipality was signed. Several policies of the state refer to it, as REDD+ and GEF-7 do.",
			}},
		},
	},
	{
		code: "WCC-2016-Rec-103", official: "3.081",
		en: "Highland forests beyond CoP19",
		reports: []report{
			{2019, "ongoing", []string{"thap"}, []string{"fieldwork", "capacity-building"}, map[string]string{
				"en": "Elephants crossed the new corridor. Each species was counted in the Vietnam highlands. Capacity building for rangers came before CoP19. Conservation of nature is a duty of the state.",
			}},
		},
	},
	{
		code: "WCC-2020-Res-111",
		en:   "Conservation of birds that migrate",
		reports: []report{
			{2023, "ongoing", []string{"wwf-international"}, []string{"policy"}, map[string]string{
				"en": "Policies on lighting were adopted. Conserving flyways needs nature and conservation together. Anomalies of the climate and changes of wind are noted.",
			}},
			{2024, "completed", nil, nil, map[string]string{
				"en": "<script>alert('x')</script> & \"quoted\" text stays text. The constructor of the nest boxes retired. Wildlife crossings opened.",
			}},
		},
	},
}

var pages = []search.Document{
	{
		Path: "about/", Kind: search.KindPage, Title: []search.Text{{Lang: "en", Value: "About this site"}, {Lang: "fr", Value: "À propos"}},
		Langs: []string{"en", "fr"},
		Fields: []search.Field{
			{Kind: search.FieldBody, Text: search.Text{Lang: "en", Value: "What the members of the Union report on their resolutions, one page for each. This is not an official site."}},
			{Kind: search.FieldBody, Text: search.Text{Lang: "fr", Value: "Ce que les membres de l’Union rapportent. Ce n’est pas un site officiel."}},
		},
	},
}
