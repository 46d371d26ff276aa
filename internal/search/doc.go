// Package search makes the site's search index and reads it.
//
// [Build] turns documents into many small, immutable files that any web server
// can serve; the script in static/js/search reads them in the browser and
// [Open] reads them in Go, by the same rules, so that the two can be compared
// query by query. There is one index for the whole site: a document exists once,
// whatever languages it and its readers have.
//
// # Words
//
// Package analysis cuts texts into words. A word has a written form (lower case,
// with accents) and a folded form (without). The dictionary holds written forms
// in the order of their folded forms; words are looked up folded, and the one
// written as typed counts more. The other forms of a word (policy, policies) are
// found when the index is built, with the stemmer of the text's language, and
// are stored with the word, so that no reader needs a stemmer. Two words that are
// also written as one (capacity-building, CoP 19, Viet Nam) are indexed under both.
//
// # Order and stability
//
// Documents are numbered by identity, with gaps (see corpus.number). Shards are
// cut where the words around them say so. Lengths are compared with an average
// that is rounded to a power of two. A section of running text begins at a position
// that is a multiple of 64. So one changed report changes the shards of the words
// it gained or lost, the positions of those in the section that was edited, its
// text and its page of cards, and the root.
//
// What a build leaves for the next is a [Memory]: the words of every document, what
// has been counted of them, and the files by what they are made of. A build with one
// reads the documents that are new, takes those that are gone off what was counted,
// and makes the files in which that shows. It makes the same bytes.
//
// # Files
//
// All stand in one folder, search-index/ by default. The entry file index.json is
// plain JSON, {"format":1,"root":"ab/cdef.idx"}, and must be asked for again each
// time. All others are named by the beginning of the SHA-256 of their bytes, in
// hexadecimal, the first two digits as a folder; they never change and may be
// cached for ever. They are gzip files whatever the server does with them.
//
// After decompression they consist of:
//
//	uint      a number, seven bits a byte, the lowest first, the top bit set on
//	          all bytes but the last; below 2³¹
//	str       uint n, n bytes of UTF-8
//	front     uint u, str s: the first u UTF-16 code units of the text before it
//	          in the same list, then s
//	fronts    uint n, n × front; the text before the first is empty
//	deltas    ascending numbers, each as uint (difference to the one before) - 1;
//	          before the first stands -1
//	name      the name of a file: as many bytes as the root says
//
// Texts are in ascending order of UTF-16 code units wherever they are sorted.
// A reader treats a number out of range, a text that is too short and bytes left
// over as damage.
//
// Root, the directory of everything:
//
//	"RSI" 0x01
//	uint     bytes of a name (5; more if two files would have the same)
//	uint     documents
//	uint     space: all document numbers are below it
//	fronts   languages of the user interface
//	fronts   stop words, folded; at most 254
//	fronts   terms:    lower bound of each shard (folded; the first is empty)
//	fronts   prefixes: likewise
//	fronts   spelling: first letter of each file and its class of length: 0 up to
//	         6 letters, 1 to 8, 2 to 10, 3 above
//	fronts   entities: first letter of each file
//	uint n, n × deltas   cards: the lowest document number of each page
//	uint n, n facets:
//	   str      name
//	   uint     values
//	   fronts   the first value of each file (the first is empty)
//	names    of terms, prefixes, spelling, entities, cards, one for each above
//	name     codes
//	names    labels of the short facets, one for each language
//	names    for each facet: its files; where these are several, then for each
//	         file its labels, one for each language
//
// Shard of terms or prefixes:
//
//	name     of the file of positions (zeros in prefixes)
//	uint n, n entries:
//	   front    the written form, or the prefix (folded)
//	   uint     others << 1 | 1 if not to be suggested
//	   others × (uint u << 1 | 1 if weak, str s): another form of the word, or a
//	            word to complete the prefix to: the first u UTF-16 units of the
//	            entry, then s
//	   uint     documents
//	   uint     bytes of their deltas
//	entries × deltas   documents
//	entries × bytes    level of each document, 1…15
//
// A prefix has an entry if it has at most 3 UTF-16 units, or if the shards of
// terms in which words with it can be (from the last whose bound is not above the
// prefix to the last whose bound is not above the prefix and U+FFFF) are more
// than 3. For others the terms themselves are read.
//
// Positions of a shard: uint form, and then either
//
//	0        entries × uint: bytes of each block; the blocks: for each document
//	         of the entry: uint n, n × place. Empty for stop words and for words
//	         that no phrase can use.
//	1        fronts: lower bound of each file; names of the files. The shard's
//	         words fold alike and are frequent; their positions are kept by what
//	         stands next to them.
//	place    uint (distance to the place before) << 2 | s, then s × uint: the stop
//	         words directly before the word, at most the last 3, as their places
//	         in the root's list. Before the first place stands 0.
//
// File of a frequent word:
//
//	fronts   keys: ">" and the next word with meaning, folded; "<" and the one
//	         before, where that one is not frequent itself; "^" and the stop
//	         words before, the last one first
//	keys × (uint documents, uint bytes of the block)
//	keys × block: documents × (uint (difference to the one before) - 1, and,
//	         except for "^": uint n, n × place of the first of the two words, with
//	         the stop words between them)
//
// Page of cards, one or more whole resolutions with their editions:
//
//	uint n, n cards: uint number - first number of the page; uint year; front path;
//	   front code; front kind; front status; front languages (blanks between);
//	   uint t, t × front "language TAB title". Each front refers to the same field
//	   of the card before, the k-th title to the k-th before it, on any card.
//	uint     for each card: bytes of its piece of the file of texts
//	name     of the file of texts
//
// File of texts: a gzip file for each card of the page, one after the other, so
// that one can be asked for alone, with the header Range: uint n, n × (uint kind,
// str language, str text); kind 1 is running text, 0 is names.
//
// File of a facet: uint form, fronts values, and then either
//
//	0        values × (uint n, n × deltas)
//	1        a byte for each document number: the place of its value plus one, or 0
//
// Labels: for each value uint place on display, str label, which is empty where
// the value is its own label. The labels of short facets follow one another in
// the order of the root, those of each after fronts values.
//
// Spelling: fronts words; a byte for each: the number of bits of its documents'
// number. Entities: uint n, n × (uint facet, uint language + 1 or 0 for all, uint
// number of bits of its documents' number, front value, str name, str other names
// with TABs between). Codes: fronts codes; for each str other numbers with TABs
// between.
//
// # Ranking
//
// The level of a word in a document is its BM25F weight, saturated, in fifteenths
// (weigh.go). A query's word counts idf × max(level × factor) over the forms found
// (lookup.go), in whole numbers, so that every reader orders alike; words add up.
// Equal scores are ordered by number, the highest first.
package search
