import assert from "node:assert/strict";
import { test } from "node:test";
import { caret, edited, find, policy, start } from "../start.js";

async function opened(t, text = policy, options) {
  const server = await start(t, {}, options);
  await server.open("a.sla", text);
  return server;
}

const hover = async (server, text, word, nth = 1, within = 0) =>
  (await server.request("textDocument/hover", server.at("a.sla", find(text, word, nth, within))))?.contents.value;

test("hover says what names are", async (t) => {
  const server = await opened(t);
  assert.match(await hover(server, policy, "score >="), /score integer[^]*What the model says[^]*whole number/);
  assert.match(await hover(server, policy, "good_fit and"), /score >= 65 and country in \["US", "CA"\][^]*Ideal customer/);
  assert.match(await hover(server, policy, "mql ->"), /owned by marketing[^]*to `sal`/);
  assert.match(await hover(server, policy, "office \"Office"), /Mon-Fri 09:00-18:00[^]*America\/New_York[^]*closed by date or holiday/);
  assert.match(await hover(server, policy, "referral  15"), /a value of `lead.source`/);
  assert.match(await hover(server, policy, "amount   money"), /an amount in USD/);
  assert.match(await hover(server, policy, "email is known"), /may be missing/);
  assert.match(await hover(server, policy, "marketing and"), /promises `feed`/);
  assert.match(await hover(server, policy, "within {"), /met while the time used/);
  assert.equal(await hover(server, policy, "Ideal customer"), undefined);
});

test("hover says a clause in plain words and what its times come to", async (t) => {
  const server = await opened(t);
  const text = await hover(server, policy, "first_contact of");
  assert.match(text, /Every MQL is contacted fast/);
  assert.match(text, /sales must .*within/);
  assert.match(text, /4 business hours from Fri 16:30 is Mon 11:30/);
  assert.match(await hover(server, policy, "4 business hours", 1, 4), /4 business hours from Fri 16:30 is \*\*Mon 11:30\*\*/);
  assert.match(await hover(server, policy, "2 business days", 1, 3), /2 business days from Fri 16:30 is \*\*Tue 16:30\*\*/);
});

test("completion knows the words and names that fit", async (t) => {
  const server = await start(t);
  const offered = async (change) => {
    const { text, position } = caret(change(policy));
    await server.open("a.sla", text);
    const { items } = await server.request("textDocument/completion", server.at("a.sla", position));
    return items.map((i) => i.label);
  };
  const has = async (change, present, absent = []) => {
    const labels = await offered(change);
    for (const word of present) assert.ok(labels.includes(word), `${word} is missing in ${labels}`);
    for (const word of absent) assert.ok(!labels.includes(word), `${word} is in ${labels}`);
  };
  const p = (from, to) => (text) => text.replace(from, to);
  await has(p("sales must make a call", "^must make a call"), ["sales", "marketing"], ["within"]);
  await has(p("make a call, email or meeting", "^"), ["make", "move", "not", "record"], ["mql"]);
  await has(p("make a call, email or meeting", "make a ^"), ["call", "email", "meeting"], ["mql"]);
  await has(p("entering mql each", "entering ^"), ["mql", "sal", "won"], ["office", "score"]);
  await has(p("source is referral", "source is ^"), ["web", "event", "referral"], ["mql"]);
  await has(p("good_fit and source is referral", "good_fit and ^"), ["score", "source", "good_fit", "not", "in"], ["marketing"]);
  await has(p("calendar   office", "calendar   ^"), ["office"]);
  await has(p("closed  us.federal_holidays", "closed  ^"), ["us.federal_holidays"]);
  await has(p("closed  us.federal_holidays", "closed  us.^"), ["federal_holidays"]);
  await has(p("target 90% each month per team", "^"), ["target", "when", "while", "paused", "calendar", "at"]);
  await has(p("each month per team", "each month per ^"), ["team", "owner", "country"]);
  await has(p("in force", "^\n  in force"), ["version", "time", "currency", "review"], ["clause"]);
  await has((text) => `${text}\n^`, ["clause", "calendar", "define", "test", "clause: deadline"], ["within"]);
  await has(p("score 80  country", "score 80  ^"), ["country", "source", "email"]);
  await has(p("source web", "source ^"), ["web", "event", "referral"]);
  await has(p("a enters mql", "a ^"), ["enters", "is", "gets"]);
  await has(p("a enters mql", "a enters ^"), ["mql", "sal"]);
  await has(p("expect first_contact", "expect ^"), ["first_contact", "feed"]);
  await has(p("owned by sales", "owned by ^"), ["sales", "marketing"]);
  await has(p("score    integer", "score    ^"), ["integer", "money", "one"]);
  await has(p("define good_fit", "define half = first_contact is ^\n\ndefine good_fit"), ["met", "breached", "late"]);
  await has(p("define good_fit", "define half = state is ^\n\ndefine good_fit"), ["mql", "won"]);
  // After a line that cannot be read, and in a block that is not closed.
  await has(p("  within {\n    good_fit and", "  of nonsense here ((\n  ^within {\n    good_fit and"), ["within"]);
  await has(() => `${policy}\nclause x {\n  sales must make a call\n  within 2 hours\n  of entering ^`, ["mql"]);
  await has(() => `${policy}\nclause x {\n  sales must make a call\n  ^`, ["within"]);
});

test("completion keeps quiet in comments and titles", async (t) => {
  const server = await start(t);
  for (const [from, to] of [["\ncalendar office", "\n# calendar ^\ncalendar office"], ["Ideal customer", "Ideal ^"]]) {
    const { text, position } = caret(policy.replace(from, to));
    await server.open("a.sla", text);
    const { items } = await server.request("textDocument/completion", server.at("a.sla", position));
    assert.deepEqual(items, []);
  }
});

test("definition, references and highlights", async (t) => {
  const server = await opened(t);
  const definition = await server.request("textDocument/definition", server.at("a.sla", find(policy, "good_fit   ", 1, 2)));
  assert.deepEqual(definition.range.start, find(policy, "good_fit"));
  const references = await server.request("textDocument/references", {
    ...server.at("a.sla", find(policy, "mql  ")),
    context: { includeDeclaration: true },
  });
  const count = policy.split(/\bmql\b/).length - 1;
  assert.equal(references.length, count);
  const uses = await server.request("textDocument/references", {
    ...server.at("a.sla", find(policy, "mql  ")),
    context: { includeDeclaration: false },
  });
  assert.equal(uses.length, count - 1);
  const highlights = await server.request("textDocument/documentHighlight", server.at("a.sla", find(policy, "mql  ")));
  assert.equal(highlights.filter((h) => h.kind === 3).length, 1);
  assert.equal(highlights.length, count);
  assert.equal(await server.request("textDocument/definition", server.at("a.sla", { line: 1, character: 3 })), null);
});

test("definition leads into libraries", async (t) => {
  const server = await opened(t);
  const found = await server.request("textDocument/definition", server.at("a.sla", find(policy, "federal_holidays", 1, 3)));
  assert.match(found.uri, /stdlib\/calendars\/us\.sla$/);
});

test("rename changes every place, in used files too", async (t) => {
  const uses = 'use "more.sla"\n\n';
  const more = "define best = good_fit and score > 90\n";
  const server = await start(t, { "more.sla": more });
  const text = uses + policy;
  await server.open("a.sla", text);
  const where = server.at("a.sla", find(text, "good_fit", 1, 3));
  const prepared = await server.request("textDocument/prepareRename", where);
  assert.equal(prepared.placeholder, "good_fit");
  const { documentChanges } = await server.request("textDocument/rename", { ...where, newName: "ideal" });
  const changed = Object.fromEntries(documentChanges.map((c) => [c.textDocument.uri, c.edits]));
  assert.equal(edited(text, changed[server.uri("a.sla")]), text.replaceAll("good_fit", "ideal"));
  assert.equal(edited(more, changed[server.uri("more.sla")]), more.replaceAll("good_fit", "ideal"));
});

test("rename refuses what would not be the same", async (t) => {
  const server = await opened(t);
  const refused = async (word, name, why) =>
    assert.rejects(
      server.request("textDocument/rename", { ...server.at("a.sla", find(policy, word, 1, 1)), newName: name }),
      (error) => why.test(error.message) || assert.fail(error.message),
    );
  await refused("good_fit", "first_contact", /error|else|already/);
  await refused("good_fit", "not", /no name/);
  await refused("good_fit", "two words", /no name/);
  await refused("call, email", "ring", /language/);
  await refused("federal_holidays", "bank_holidays", /library/);
  await refused("country  text", "score", /already/);
  await assert.rejects(server.request("textDocument/prepareRename", server.at("a.sla", { line: 1, character: 3 })));
});

test("document symbols are an outline", async (t) => {
  const server = await opened(t);
  const symbols = await server.request("textDocument/documentSymbol", { textDocument: { uri: server.uri("a.sla") } });
  const names = symbols.map((s) => s.name);
  assert.deepEqual(names.slice(0, 4), ["Example agreement", "office", "lead", "good_fit"]);
  assert.deepEqual(symbols[2].children.map((s) => s.name), ["score", "country", "source", "email", "amount"]);
  assert.ok(names.includes("a wrong expectation"));
  const clause = symbols.find((s) => s.name === "first_contact");
  assert.equal(clause.detail, "Every MQL is contacted fast");
});

test("workspace symbols find titles as well", async (t) => {
  const server = await opened(t);
  const found = await server.request("workspace/symbol", { query: "ideal" });
  assert.deepEqual(found.map((s) => s.name), ["good_fit"]);
});

test("formatting is that of sla fmt", async (t) => {
  const messy = policy.replace("  version    1", "      version 1").replace("within {\n    good_fit and", "within { \n  good_fit and");
  const server = await opened(t, messy);
  const options = { tabSize: 4, insertSpaces: false };
  const edits = await server.request("textDocument/formatting", { textDocument: { uri: server.uri("a.sla") }, options });
  assert.equal(edited(messy, edits), policy);
  assert.ok(edits.length < 5 && edits.every((e) => e.range.end.line - e.range.start.line < 8), "more than what changed");
  const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
  const some = await server.request("textDocument/rangeFormatting", { textDocument: { uri: server.uri("a.sla") }, range, options });
  assert.equal(edited(messy, some), messy.replace("      version 1", "  version    1"));
  await server.open("b.sla", "clause {");
  await assert.rejects(server.request("textDocument/formatting", { textDocument: { uri: server.uri("b.sla") }, options }), /not formatted/);
});

test("semantic tokens, and what changed of them", async (t) => {
  const server = await opened(t);
  const { legend } = server.initialized.capabilities.semanticTokensProvider;
  const textDocument = { uri: server.uri("a.sla") };
  const { resultId, data } = await server.request("textDocument/semanticTokens/full", { textDocument });
  const decode = (numbers) => {
    const tokens = [];
    let line = 0, character = 0;
    for (let i = 0; i < numbers.length; i += 5) {
      line += numbers[i];
      character = numbers[i] === 0 ? character + numbers[i + 1] : numbers[i + 1];
      const text = policy.split("\n")[line]?.substr(character, numbers[i + 2]);
      tokens.push([text, legend.tokenTypes[numbers[i + 3]]]);
    }
    return tokens;
  };
  const tokens = decode(data);
  const type = (word) => tokens.find(([text]) => text === word)?.[1];
  assert.equal(type("within"), "keyword");
  assert.equal(type("good_fit"), "variable");
  assert.equal(type("score"), "property");
  assert.equal(type("referral"), "enumMember");
  assert.equal(type("hours"), "type");
  assert.equal(type("call"), "event");
  assert.equal(type("90%"), "number");
  const line = find(policy, "define").line;
  await server.change("a.sla", 2, { range: { start: { line, character: 0 }, end: { line, character: 0 } }, text: "# new\n" });
  const delta = await server.request("textDocument/semanticTokens/full/delta", { textDocument, previousResultId: resultId });
  assert.equal(delta.edits.length, 1);
  const patched = [...data];
  patched.splice(delta.edits[0].start, delta.edits[0].deleteCount, ...delta.edits[0].data);
  const full = await server.request("textDocument/semanticTokens/full", { textDocument });
  assert.deepEqual(patched, full.data);
  assert.ok(delta.edits[0].data.length < full.data.length / 4);
});

test("inlay hints say when a target is due", async (t) => {
  const server = await opened(t);
  const hints = await server.request("textDocument/inlayHint", {
    textDocument: { uri: server.uri("a.sla") },
    range: { start: { line: 0, character: 0 }, end: { line: 200, character: 0 } },
  });
  assert.deepEqual(hints.map((h) => h.label), ["Fri 16:30 → Fri 16:45", "Fri 16:30 → Mon 11:30", "Fri 16:30 → Tue 16:30"]);
  assert.deepEqual(hints[1].position, find(policy, "4 business hours", 1, "4 business hours".length));
});

test("folding ranges keep the closing brace in sight", async (t) => {
  const server = await opened(t);
  const ranges = await server.request("textDocument/foldingRange", { textDocument: { uri: server.uri("a.sla") } });
  const first = find(policy, "currency").line;
  assert.ok(ranges.some((r) => r.startLine === 0 && r.endLine === first + 1));
});

test("code lenses run tests and try data", async (t) => {
  const server = await opened(t);
  const lenses = await server.request("textDocument/codeLens", { textDocument: { uri: server.uri("a.sla") } });
  assert.deepEqual(lenses.map((l) => l.command.title).sort(), ["Run all tests", "Run test", "Run test"]);
  const [good, bad] = lenses.filter((l) => l.command.title === "Run test").map((l) => l.command);
  const passed = await server.request("workspace/executeCommand", good);
  assert.equal(passed.results[0].passed, true);
  assert.match(server.messages.at(-1).message, /passed/);
  const failed = await server.request("workspace/executeCommand", bad);
  assert.equal(failed.results[0].passed, false);
  assert.match(server.messages.at(-1).message, /failed/);
  const shown = await server.diagnostics("a.sla", (p) => p.diagnostics.some((d) => d.source === "sla test"));
  const finding = shown.diagnostics.find((d) => d.source === "sla test");
  assert.equal(finding.range.start.line, find(policy, "12:30").line);
  assert.match(finding.message, /expected .*got/s);
  const all = await server.request("workspace/executeCommand", { command: "sla.runTests", arguments: [{ uri: server.uri("a.sla") }] });
  assert.deepEqual(all.results.map((r) => r.passed), [true, false]);
});

test("features of a half-typed file do not fail", async (t) => {
  const server = await start(t);
  const methods = ["hover", "completion", "definition", "documentHighlight", "documentSymbol", "foldingRange", "codeLens", "semanticTokens/full"];
  for (let end = 0; end < policy.length; end += 97) {
    await server.open("a.sla", policy.slice(0, end));
    const position = find(`${policy.slice(0, end)}\u0000`, "\u0000");
    for (const method of methods)
      await server.request(`textDocument/${method}`, server.at("a.sla", position));
  }
});
