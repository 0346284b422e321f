// A real client on the other side of the pipes: vscode-languageserver-protocol's connection.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node.js";

const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } = protocol;
export { protocol };

export const program = process.env.SLA ?? "sla";

/** Everything a modern editor says that it can. */
export const capabilities = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
  },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
};

/** A server with a folder of files; `t` stops both. */
export async function start(t, files = {}, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sla-lsp-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const child = spawn(program, ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (bytes) => (stderr += bytes));
  const exited = new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published = new Map();
  const waiting = [];
  const messages = [];
  const noise = [];
  connection.onNotification("textDocument/publishDiagnostics", (params) => {
    published.set(params.uri, params);
    for (const check of [...waiting]) check();
  });
  connection.onNotification("window/showMessage", (params) => messages.push(params));
  connection.onNotification("window/logMessage", (params) => messages.push(params));
  connection.onRequest("client/registerCapability", (params) => {
    noise.push(params);
    return null;
  });
  connection.onError((error) => noise.push(error));
  connection.listen();
  t.after(() => {
    connection.dispose();
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const initialized = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: options.capabilities ?? capabilities,
    initializationOptions: { hintsFrom: "2026-03-06 16:30", ...options.initializationOptions },
  });
  await connection.sendNotification("initialized", {});
  const server = {
    connection, child, folder, messages, noise, initialized, exited,
    stderr: () => stderr,
    uri: (name) => pathToFileURL(join(folder, name)).href,
    request: (method, params) => connection.sendRequest(method, params),
    notify: (method, params) => connection.sendNotification(method, params),
    open: (name, text, version = 1) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: server.uri(name), languageId: "sla", version, text },
      }),
    change: (name, version, ...contentChanges) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: server.uri(name), version },
        contentChanges,
      }),
    /** The next diagnostics of a file for which `holds` does, also if they are there already. */
    diagnostics: (name, holds = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`no such diagnostics of ${name}: ${JSON.stringify(published.get(server.uri(name)))}`)),
          20_000,
        );
        const check = () => {
          const params = published.get(server.uri(name));
          if (!params || !holds(params)) return;
          clearTimeout(timer);
          waiting.splice(waiting.indexOf(check), 1);
          resolve(params);
        };
        waiting.push(check);
        check();
      }),
    at: (name, position) => ({ textDocument: { uri: server.uri(name) }, position }),
  };
  return server;
}

/** The position of the `^`, and the text without it. */
export function caret(text, mark = "^") {
  const offset = text.indexOf(mark);
  return { text: text.replace(mark, ""), position: positionOf(text, offset) };
}

/** The position of the n-th occurrence of a word, in UTF-16. */
export function find(text, word, nth = 1, within = 0) {
  let offset = -1;
  for (let i = 0; i < nth; ++i) offset = text.indexOf(word, offset + 1);
  if (offset < 0) throw new Error(`no ${word}`);
  return positionOf(text, offset + within);
}

export function positionOf(text, offset) {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length - 1, character: before.at(-1).length };
}

/** A text with the edits of a server made. */
export function edited(text, edits) {
  const lines = text.split(/(?<=\n)/);
  const offset = ({ line, character }) =>
    line >= lines.length ? text.length : lines.slice(0, line).join("").length + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((t, e) => t.slice(0, offset(e.range.start)) + e.newText + t.slice(offset(e.range.end)), text);
}

export const policy = `agreement "Example agreement" {
  version    1
  between    marketing and sales
  in force   2026-01-01 to 2026-12-31
  time zone  "America/New_York"
  currency   USD
  calendar   office
}

calendar office "Office hours" {
  open    Mon-Fri 09:00-18:00
  closed  us.federal_holidays
}

lead {
  score    integer  "What the model says"
  country  text
  source   one of web, event, referral
  email    text?
  amount   money?
}

define good_fit "Ideal customer" = score >= 65 and country in ["US", "CA"]

lifecycle lead {
  mql        owned by marketing  requires email is known
  sal        owned by sales
  won, lost  final

  mql -> sal -> won or lost
}

clause first_contact "Every MQL is contacted fast" {
  sales must make a call, email or meeting
  within {
    good_fit and source is referral  15 business minutes
    good_fit                         4 business hours
    otherwise                        2 business days
  }
  of being assigned in mql
  target 90% each month per team
}

clause feed "Enough leads" {
  marketing must deliver at least 100 leads entering mql each month
}

test "a lead that arrives late on Friday has until Monday" {
  given lead a { score 80  country "US"  source web  email "a@b.example" }
  at 2026-03-06 16:30  a enters mql
  a is assigned to "Dana" in "East"
  expect first_contact of a running, due 2026-03-09 11:30
}

test "a wrong expectation" {
  given lead a { score 80  country "US"  source web  email "a@b.example" }
  at 2026-03-06 16:30  a enters mql
  a is assigned to "Dana" in "East"
  expect first_contact of a running, due 2026-03-09 12:30
}
`;
