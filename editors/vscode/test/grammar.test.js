// The grammar as editors use it: vscode-textmate over the same engine of regular expressions.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const file = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");

async function grammar(scope = "source.sla") {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)).catch(() => {});
  const files = { "source.sla": "sla.tmLanguage.json", "markdown.sla.codeblock": "markdown.tmLanguage.json" };
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) =>
      files[name] ? textmate.parseRawGrammar(file(`syntaxes/${files[name]}`), files[name]) : null,
  });
  return registry.loadGrammar(scope);
}

/** [[text, innermost scope], ...] without blanks. */
async function scopes(text, scope) {
  const g = await grammar(scope);
  let state = textmate.INITIAL;
  const found = [];
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = g.tokenizeLine(line, state);
    state = ruleStack;
    for (const token of tokens) {
      const word = line.slice(token.startIndex, token.endIndex);
      if (word.trim()) found.push([word.trim(), token.scopes.at(-1)]);
    }
  }
  return found;
}

const cases = [
  ["clause first_contact \"Fast\" {", "clause", "keyword.declaration.sla"],
  ["clause first_contact \"Fast\" {", "first_contact", "entity.name.function.sla"],
  ["clause first_contact \"Fast\" {", "Fast", "string.quoted.double.sla"],
  ["  within 4 business hours", "within", "keyword.control.sla"],
  ["  within 4 business hours", "4", "constant.numeric.sla"],
  ["  within 4 business hours", "business hours", "keyword.other.unit.sla"],
  ["  within 4h", "4h", "invalid.illegal.sla"],
  ["  target 95.5% each month", "95.5%", "constant.numeric.percent.sla"],
  ["  open Mon-Fri 09:00-17:00", "Mon", "constant.language.weekday.sla"],
  ["  open Mon-Fri 09:00-17:00", "09:00", "constant.numeric.time.sla"],
  ["  closed 2026-12-25 \"Christmas \\\"Day\\\"\"", "2026-12-25", "constant.numeric.date.sla"],
  ["  closed 2026-12-25 \"Christmas \\\"Day\\\"\"", "\\\"", "constant.character.escape.sla"],
  ["  amount 5000 USD # five", "USD", "keyword.other.unit.sla"],
  ["  amount 5000 USD # five", "# five", "comment.line.number-sign.sla"],
  ["  email    text?", "text", "storage.type.sla"],
  ["  score integer \"Points\"", "integer", "storage.type.sla"],
  ["  mql -> sal", "->", "keyword.operator.arrow.sla"],
  ["define hot = score >= 65 and not on_hold", "hot", "entity.name.variable.sla"],
  ["define hot = score >= 65 and not on_hold", ">=", "keyword.operator.comparison.sla"],
  ["define hot = score >= 65 and not on_hold", "not", "keyword.operator.word.sla"],
  ["template clause fast \"Fast\" {", "fast", "entity.name.function.sla"],
  ["opportunity of lead {", "opportunity", "entity.name.type.sla"],
  ["test \"x\" {", "test", "keyword.declaration.sla"],
];
for (const [line, word, scope] of cases) {
  test(`${word} in \`${line.trim()}\` is ${scope}`, async () => {
    const found = await scopes(line);
    assert.ok(
      found.some(([text, name]) => text === word && name === scope),
      JSON.stringify(found),
    );
  });
}

test("an open quote does not colour the lines below", async () => {
  const found = await scopes('define a = country = "US\nclause b {');
  assert.deepEqual(found.find(([text]) => text === "clause")[1], "keyword.declaration.sla");
});

test("the whole example has no illegal word", async () => {
  const text = readFileSync(new URL("../../../examples/northwind.sla", import.meta.url), "utf8");
  const found = await scopes(text);
  assert.ok(found.length > 1000);
  assert.deepEqual(found.filter(([, scope]) => scope.startsWith("invalid")), []);
});

test("every snippet has its parts", () => {
  const snippets = JSON.parse(file("snippets/sla.json"));
  for (const [name, { prefix, body, description }] of Object.entries(snippets)) {
    assert.ok(prefix && description && body.length > 0, name);
    const text = body.join("\n");
    assert.equal(text.split("{").length, text.split("}").length, name);
  }
});
