import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { policy, program, start } from "../start.js";

test("shutdown and exit end the server well; exit alone does not", async (t) => {
  const server = await start(t);
  assert.equal(await server.request("shutdown"), null);
  await assert.rejects(server.request("textDocument/hover", { textDocument: { uri: "x" } }), { code: -32600 });
  await server.notify("exit");
  assert.deepEqual(await server.exited, { code: 0, signal: null });
  const other = await start(t);
  await other.notify("exit");
  assert.deepEqual(await other.exited, { code: 1, signal: null });
});

test("unknown methods, wrong parameters and files that are not open are errors, not ends", async (t) => {
  const server = await start(t);
  await assert.rejects(server.request("textDocument/unheardOf", {}), { code: -32601 });
  await assert.rejects(server.request("textDocument/hover", { textDocument: 7 }), { code: -32602 });
  await assert.rejects(server.request("textDocument/hover", { textDocument: { uri: "file:///no" }, position: { line: 0, character: 0 } }), { code: -32602 });
  await server.open("a.sla", policy);
  await assert.rejects(server.request("textDocument/hover", server.at("a.sla", { line: -1, character: "x" })), { code: -32602 });
  await assert.rejects(server.request("workspace/executeCommand", { command: "rm" }), { code: -32602 });
  await server.notify("textDocument/didChange", { nonsense: true });
  await server.notify("$/unheardOf", {});
  assert.ok(await server.request("textDocument/documentSymbol", { textDocument: { uri: server.uri("a.sla") } }));
  assert.equal(server.stderr(), "");
});

test("a request that waits can be cancelled", async (t) => {
  const server = await start(t);
  const { CancellationTokenSource } = (await import("vscode-languageserver-protocol/node.js")).default;
  await server.open("a.sla", policy.repeat(12));
  const source = new CancellationTokenSource();
  const busy = Array.from({ length: 4 }, () =>
    server.request("textDocument/semanticTokens/full", { textDocument: { uri: server.uri("a.sla") } }));
  const cancelled = server.connection.sendRequest("workspace/symbol", { query: "" }, source.token);
  source.cancel();
  await assert.rejects(cancelled, { code: -32800 });
  await Promise.all(busy);
});

/** What a server says to raw bytes before it ends. */
function raw(...parts) {
  return new Promise((resolve) => {
    const child = spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "pipe"] });
    const bytes = [];
    child.stdout.on("data", (b) => bytes.push(b));
    child.stdin.on("error", () => {});
    child.on("exit", (code, signal) => resolve({ code, signal, answers: parse(Buffer.concat(bytes)) }));
    for (const part of parts) child.stdin.write(part);
    child.stdin.end();
  });
}

function parse(buffer) {
  const answers = [];
  while (buffer.length > 0) {
    const header = /^Content-Length: (\d+)\r\n\r\n/.exec(buffer.toString("latin1"));
    assert.ok(header, `something else than messages on standard output: ${buffer.toString().slice(0, 80)}`);
    const end = header[0].length + Number(header[1]);
    answers.push(JSON.parse(buffer.subarray(header[0].length, end).toString()));
    buffer = buffer.subarray(end);
  }
  return answers;
}

const message = (value) => {
  const body = typeof value === "string" ? value : JSON.stringify(value);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};
const initialize = message({ jsonrpc: "2.0", id: 1, method: "initialize", params: { capabilities: {} } });
const unknown = message({ jsonrpc: "2.0", id: "last", method: "nothing" });

for (const [name, bytes, code] of [
  ["no JSON", message("{nonsense"), -32700],
  ["not UTF-8", Buffer.from("Content-Length: 3\r\n\r\n\"\xff\"", "latin1"), -32700],
  ["a length that is no number", "Content-Length: many\r\n\r\n{}", -32700],
  ["a negative length", "Content-Length: -5\r\n\r\n{}", -32700],
  ["no length", "Content-Type: text\r\n\r\n{}", -32700],
  ["a huge length", `Content-Length: 99999999\r\n\r\n${"x".repeat(99999999)}`, -32700],
  ["nesting without end", message("[".repeat(100000)), -32700],
  ["an array", message([]), -32600],
  ["another version", message({ id: 5, method: "shutdown" }), -32600],
  ["an id that is an object", message({ jsonrpc: "2.0", id: {}, method: "shutdown" }), -32600],
  ["a method that is a number", message({ jsonrpc: "2.0", id: 5, method: 5 }), -32600],
]) {
  test(`${name} is answered, and the next message is read`, async () => {
    const { code: exit, signal, answers } = await raw(initialize, bytes, unknown);
    assert.equal(signal, null);
    assert.equal(exit, 1);
    assert.ok(answers.some((a) => a.error?.code === code), JSON.stringify(answers.map((a) => a.error)));
    assert.deepEqual(answers.at(-1).id, "last");
    assert.equal(answers.at(-1).error.code, -32601);
  });
}

test("nothing but initialize is answered first", async () => {
  const { answers } = await raw(message({ jsonrpc: "2.0", id: 3, method: "shutdown" }), initialize);
  assert.equal(answers[0].error.code, -32002);
  assert.equal(answers[1].result.serverInfo.name, "sla");
});
