// Holds a Compose file to the Compose Specification, whose JSON schema comes with the package dclint:
//   node compose.mjs FILE
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parse } from 'yaml';

const schema = JSON.parse(readFileSync(new URL('node_modules/dclint/schemas/compose.schema.json', import.meta.url)));
if (schema.title !== 'Compose Specification') {
  throw new Error(`another schema: ${schema.title}`);
}
// The schema has formats and annotations that Ajv does not know; what it knows it checks.
delete schema.$schema;
const accepts = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

const file = parse(readFileSync(process.argv[2], 'utf8'), { merge: true });
if (!accepts(file)) {
  for (const error of accepts.errors) {
    console.error(`${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  }
  process.exit(1);
}
console.log(`${Object.keys(file.services).length} services`);
