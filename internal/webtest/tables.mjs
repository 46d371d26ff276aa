// Reads the tables of a published folder data/ as tools do: by the Frictionless
// data package with the library of its authors, and by each table's CSV on the Web
// metadata. Prints what it found as JSON.
//
//   node tables.mjs FOLDER
import { createReadStream, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import dataset from "@rdfjs/dataset";
import { JsonLdParser } from "jsonld-streaming-parser";
import CsvwParser from "rdf-parser-csvw";

const require = createRequire(import.meta.url);
const { Package } = require("datapackage");
const CSVW = "http://www.w3.org/ns/csvw";
const folder = path.resolve(process.argv[2]);
const found = { problems: [], frictionless: {}, csvw: {} };

const told = (where, error) => {
  for (const e of error.errors?.length ? error.errors : [error]) found.problems.push(`${where}: ${e.message}`);
};

async function frictionless() {
  const descriptor = JSON.parse(readFileSync(path.join(folder, "datapackage.json"), "utf8"));
  const data = await Package.load(descriptor, { basePath: folder });
  for (const e of data.errors) found.problems.push(`datapackage.json: ${e.message}`);
  for (const resource of data.resources) {
    try {
      if (!resource.valid) throw new Error("the description is not valid");
      found.frictionless[resource.name] = (await resource.read({ relations: true })).length;
    } catch (error) {
      told(resource.name, error);
    }
  }
}

// The W3C's context comes with the parser: nothing is fetched.
const context = JSON.parse(readFileSync(new URL("node_modules/rdf-parser-csvw/test/support/csvw.json", import.meta.url), "utf8"));

function metadataOf(text, url) {
  return new Promise((resolve, reject) => {
    const quads = dataset.dataset();
    const parser = new JsonLdParser({
      baseIRI: url,
      documentLoader: { load: async (asked) => { if (asked !== CSVW) throw new Error(`the context ${asked} is not known`); return context; } },
    });
    parser.on("data", (quad) => quads.add(quad)).on("error", reject).on("end", () => resolve(quads));
    parser.write(text);
    parser.end();
  });
}

const literals = { integer: /^-?\d+$/, boolean: /^(true|false)$/, date: /^\d{4}-\d{2}-\d{2}$/, anyURI: /^https?:\/\/[^\s]+$/, string: /[^]/ };

async function csvw(name) {
  const file = path.join(folder, `${name}.csv`);
  const text = readFileSync(`${file}-metadata.json`, "utf8");
  const described = JSON.parse(text);
  const url = `https://tables.example/${name}.csv`;
  const metadata = await metadataOf(text, `${url}-metadata.json`);
  if (![...metadata].some((quad) => quad.predicate.value === `${CSVW}#tableSchema`)) throw new Error("the metadata has no schema");
  if (described.url !== `${name}.csv`) throw new Error(`the metadata is of ${described.url}`);
  const head = readFileSync(file, "utf8").split(/\r?\n/, 1)[0].split(",");
  const names = described.tableSchema.columns.map((c) => c.name);
  if (head.join() !== names.join()) throw new Error(`the columns are ${head}, described are ${names}`);
  const types = new Map(described.tableSchema.columns.map((c) => [c.name, c]));
  const rows = new Set(), cells = new Map(names.map((n) => [n, 0]));
  for await (const quad of CsvwParser.import(createReadStream(file), { metadata, baseIRI: url })) {
    if (!quad.predicate.value.startsWith(`${url}#`)) continue; // what the standard adds: tables, rows
    const column = decodeURIComponent(quad.predicate.value.slice(url.length + 1));
    if (!types.has(column)) throw new Error(`the column ${column} is not described`);
    rows.add(quad.subject.value);
    cells.set(column, cells.get(column) + 1);
    const kind = quad.object.datatype?.value.split("#").pop();
    if (quad.object.termType !== "Literal" || kind !== types.get(column).datatype || !literals[kind].test(quad.object.value)) {
      found.problems.push(`${name}.csv: ${column} is ${JSON.stringify(quad.object.value)} of type ${kind}`);
    }
  }
  for (const c of described.tableSchema.columns) {
    if (c.required && cells.get(c.name) !== rows.size) found.problems.push(`${name}.csv: ${c.name} is required, and ${rows.size - cells.get(c.name)} rows have none`);
  }
  found.csvw[name] = rows.size;
}

await frictionless();
for (const { name } of JSON.parse(readFileSync(path.join(folder, "datapackage.json"), "utf8")).resources) {
  try {
    await csvw(name);
  } catch (error) {
    told(`${name}.csv-metadata.json`, error);
  }
}
process.stdout.write(JSON.stringify(found));
