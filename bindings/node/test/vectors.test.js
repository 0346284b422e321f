// Every vector of tests/vectors, row for row: what `sla run` says, a module and a policy library say too.
// SLA_VECTORS names the folder that tests/vectors/make wrote.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Policy } from '../lib/index.js';

const root = process.env.SLA_VECTORS;
const lines = (path) =>
  readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

const INSTANTS = new Set(['start', 'due', 'breach', 'stop']);
/** A row as the verdict file says it: what is not there is left out, instants are texts. */
function said(row) {
  const made = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === '') continue;
    made[name] = INSTANTS.has(name)
      ? Math.round((typeof value === 'string' ? Date.parse(value) : value) * 1000)
      : String(value);
  }
  return made;
}

/** The same of a row of a file, whose texts may have microseconds that Date.parse drops. */
function expected(row) {
  const made = said(row);
  for (const name of INSTANTS) {
    const finer = /\.\d{3}(\d{3})/.exec(row[name] ?? '');
    if (finer) made[name] += Number(finer[1]);
  }
  return made;
}

const forms = ['policy.wasm', 'policy.so'];
const skip = root ? false : 'SLA_VECTORS is not set: run tests/vectors/make';
for (const name of root ? JSON.parse(readFileSync(join(root, 'vectors.json'))) : ['(none)']) {
  for (const form of forms) {
    const built = join(root ?? '', name, form);
    const why = skip || (existsSync(built) ? false : `${form} was not built`);
    test(`${name} by ${form}`, { skip: why }, async () => {
      const folder = join(root, name);
      const vector = JSON.parse(readFileSync(join(folder, 'vector.json')));
      const policy = await Policy.load(built);
      const events = Object.fromEntries(
        vector.events.map(({ record, ndjson }) => [record, lines(join(folder, ndjson))]));
      const outcome = policy.evaluate(events, {
        asOf: vector.as_of, roster: lines(join(folder, vector.roster)) });
      const rows = outcome.verdicts.toArray().map(said);
      const file = lines(join(folder, 'expected/verdicts.ndjson')).map(expected);
      assert.ok(file.length > 0);
      assert.deepEqual(rows, file);
      assert.equal(outcome.actions.numRows, lines(join(folder, 'expected/actions.ndjson')).length);
      assert.equal(outcome.points.numRows, lines(join(folder, 'expected/points.ndjson')).length);
      policy.unload();
    });
  }
}
