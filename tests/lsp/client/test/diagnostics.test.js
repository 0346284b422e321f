import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { join } from "node:path";
import { edited, find, policy, start } from "../start.js";

const wrong = policy.replace("within {\n    good_fit and", "within {\n    god_fit and");

test("a wrong name is a finding with its place, code, page and repair", async (t) => {
  const server = await start(t);
  await server.open("a.sla", wrong, 7);
  const { diagnostics, version } = await server.diagnostics("a.sla", (p) => p.diagnostics.length > 0);
  assert.equal(version, 7);
  const [finding] = diagnostics;
  assert.equal(finding.code, "SLA1001");
  assert.equal(finding.severity, 1);
  assert.equal(finding.source, "sla");
  assert.match(finding.codeDescription.href, /^file:.*(SLA1001|diagnostics)\.md$/);
  assert.match(finding.message, /god_fit/);
  assert.match(finding.message, /good_fit/);
  const begin = find(wrong, "god_fit");
  assert.deepEqual(finding.range, { start: begin, end: { ...begin, character: begin.character + 7 } });
});

test("a declaration made twice shows the first one as related information", async (t) => {
  const server = await start(t);
  const twice = `${policy}\ndefine good_fit = score > 10\n`;
  await server.open("a.sla", twice);
  const { diagnostics } = await server.diagnostics("a.sla", (p) => p.diagnostics.length > 0);
  const found = diagnostics.find((d) => d.code === "SLA1002");
  assert.equal(found.relatedInformation[0].location.uri, server.uri("a.sla"));
  assert.deepEqual(found.relatedInformation[0].location.range.start, find(twice, "good_fit"));
});

test("repairing the text takes the findings away, closing it too", async (t) => {
  const server = await start(t);
  await server.open("a.sla", wrong);
  await server.diagnostics("a.sla", (p) => p.diagnostics.length === 1);
  const begin = find(wrong, "god_fit");
  await server.change("a.sla", 2, {
    range: { start: begin, end: { ...begin, character: begin.character + 7 } },
    text: "good_fit",
  });
  await server.diagnostics("a.sla", (p) => p.version === 2 && p.diagnostics.length === 0);
  await server.change("a.sla", 3, { text: wrong });
  await server.diagnostics("a.sla", (p) => p.version === 3 && p.diagnostics.length === 1);
  await server.notify("textDocument/didClose", { textDocument: { uri: server.uri("a.sla") } });
  await server.diagnostics("a.sla", (p) => p.diagnostics.length === 0 && p.version === undefined);
});

test("findings of fast typing are worked out once, for the last version", async (t) => {
  const server = await start(t);
  await server.open("a.sla", policy);
  await server.diagnostics("a.sla");
  const seen = [];
  server.connection.onNotification("textDocument/publishDiagnostics", (p) => seen.push(p.version));
  const end = { line: 200, character: 0 };
  for (let version = 2; version <= 41; ++version)
    await server.change("a.sla", version, { range: { start: end, end }, text: "x" });
  for (let i = 0; i < 200 && seen.at(-1) !== 41; ++i) await wait(25);
  assert.equal(seen.at(-1), 41);
  assert.ok(seen.length < 20, `published ${seen.length} times`);
});

test("characters outside the basic plane and CRLF do not move findings", async (t) => {
  const server = await start(t);
  const text = `${wrong.replace('"Every MQL is contacted fast"', '"🚀 schnell 🇩🇪" ')}`.replaceAll("\n", "\r\n")
    .replace("define good_fit", "# 🦄🦄 unicorns\r\ndefine good_fit");
  await server.open("a.sla", text);
  const first = await server.diagnostics("a.sla", (p) => p.diagnostics.length > 0);
  assert.deepEqual(first.diagnostics[0].range.start, find(text, "god_fit"));
  const unicorn = find(text, "🦄 unicorns");
  await server.change("a.sla", 2, {
    range: { start: unicorn, end: { ...unicorn, character: unicorn.character + 2 } },
    text: "ä\r\n# €",
  });
  const second = await server.diagnostics("a.sla", (p) => p.version === 2 && p.diagnostics.length > 0);
  assert.deepEqual(second.diagnostics[0].range.start, find(text.replace("🦄 unicorns", "ä\r\n# € unicorns"), "god_fit"));
});

test("every position encoding counts as it should", async (t) => {
  const text = wrong.replace('"Ideal customer"', '"Idéal 🚀"').replace("define good_fit", "define good_fit").replace(
    "score >= 65", "scor >= 65");
  const line = text.split("\n").findIndex((l) => l.includes("scor >="));
  const before = text.split("\n")[line].split("scor")[0];
  const expected = {
    "utf-8": Buffer.byteLength(before),
    "utf-16": before.length,
    "utf-32": [...before].length,
  };
  for (const encoding of Object.keys(expected)) {
    const server = await start(t, {}, { capabilities: { general: { positionEncodings: [encoding] } } });
    assert.equal(server.initialized.capabilities.positionEncoding, encoding);
    await server.open("a.sla", text);
    const { diagnostics } = await server.diagnostics("a.sla", (p) => p.diagnostics.length > 0);
    const found = diagnostics.find((d) => d.range.start.line === line);
    assert.equal(found.range.start.character, expected[encoding], encoding);
  }
});

test("a used file is read from the editor, and its findings are shown there", async (t) => {
  const [main, calendar] = split();
  const server = await start(t, { "main.sla": main, "calendar.sla": calendar });
  await server.open("main.sla", main);
  await server.diagnostics("main.sla", (p) => p.diagnostics.length === 0);
  const broken = calendar.replace("09:00-18:00", "09:00-29:00");
  await server.open("calendar.sla", broken);
  const { diagnostics } = await server.diagnostics("calendar.sla", (p) => p.diagnostics.length > 0);
  assert.deepEqual(diagnostics[0].range.start, find(broken, "29:00"));
  await server.change("calendar.sla", 2, { text: calendar });
  await server.diagnostics("calendar.sla", (p) => p.diagnostics.length === 0);
});

test("a file that another uses is checked as a part of that", async (t) => {
  const [main, calendar] = split();
  const server = await start(t, { "main.sla": main, "calendar.sla": calendar });
  // Alone it would have no agreement and no time zone.
  await server.open("calendar.sla", calendar);
  const { diagnostics } = await server.diagnostics("calendar.sla");
  assert.deepEqual(diagnostics, []);
});

test("what changes on disk counts", async (t) => {
  const [main, calendar] = split();
  const server = await start(t, { "main.sla": main });
  await server.open("main.sla", main);
  await server.diagnostics("main.sla", (p) => p.diagnostics.some((d) => d.code === "SLA1016"));
  writeFileSync(join(server.folder, "calendar.sla"), calendar);
  await server.notify("workspace/didChangeWatchedFiles", {
    changes: [{ uri: server.uri("calendar.sla"), type: 1 }],
  });
  await server.diagnostics("main.sla", (p) => p.diagnostics.length === 0);
});

test("findings of the whole agreement follow when typing pauses", async (t) => {
  const server = await start(t);
  const text = readFileSync(new URL("../one_sided.sla", import.meta.url), "utf8");
  await server.open("a.sla", text);
  const { diagnostics } = await server.diagnostics("a.sla", (p) => p.diagnostics.length > 0);
  assert.ok(diagnostics.every((d) => d.severity > 1 || d.code.startsWith("SLA2")));
});

test("repairs: one by one, and all that are safe", async (t) => {
  const server = await start(t);
  await server.open("a.sla", wrong);
  const { diagnostics } = await server.diagnostics("a.sla", (p) => p.diagnostics.length > 0);
  const actions = await server.request("textDocument/codeAction", {
    textDocument: { uri: server.uri("a.sla") },
    range: diagnostics[0].range,
    context: { diagnostics },
  });
  const fix = actions.find((a) => a.kind === "quickfix");
  assert.deepEqual(fix.diagnostics.map((d) => d.code), ["SLA1001"]);
  const repaired = edited(wrong, fix.edit.changes[server.uri("a.sla")]);
  assert.equal(repaired, policy);
  const elsewhere = await server.request("textDocument/codeAction", {
    textDocument: { uri: server.uri("a.sla") },
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    context: { diagnostics: [], only: ["quickfix"] },
  });
  assert.deepEqual(elsewhere, []);
  const all = await server.request("textDocument/codeAction", {
    textDocument: { uri: server.uri("a.sla") },
    range: diagnostics[0].range,
    context: { diagnostics, only: ["source.fixAll"] },
  });
  assert.ok(all.every((a) => a.kind === "source.fixAll"));
});

function split() {
  const begin = policy.indexOf("calendar office \"");
  const end = policy.indexOf("lead {");
  return [`use "calendar.sla"\n\n${policy.slice(0, begin)}${policy.slice(end)}`, policy.slice(begin, end).trimEnd() + "\n"];
}
