// The tests of open agreements in the editor's test view. The server knows where they are (its code lenses say
// so) and runs them.
"use strict";

const vscode = require("vscode");

function range({ start, end }) {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

class Tests {
  constructor(getClient) {
    this.getClient = getClient;
    this.controller = vscode.tests.createTestController("sla", "Agreements");
    this.controller.createRunProfile("Run", vscode.TestRunProfileKind.Run, (request, token) => this.run(request, token), true);
    this.controller.refreshHandler = () => Promise.all(vscode.workspace.textDocuments.map((d) => this.discover(d)));
    this.waiting = new Map();
  }

  /** Not with every letter: when typing has paused. */
  later(document) {
    if (document.languageId !== "sla") return;
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.set(key, setTimeout(() => this.discover(document), 400));
  }

  async discover(document) {
    const client = this.getClient();
    if (document.languageId !== "sla" || !client || document.isClosed) return;
    const uri = document.uri.toString();
    const lenses = (await client.sendRequest("textDocument/codeLens", { textDocument: { uri } })) ?? [];
    const tests = lenses.filter((lens) => lens.command?.command === "sla.runTest");
    if (tests.length === 0) return this.controller.items.delete(uri);
    const file = this.controller.createTestItem(uri, vscode.workspace.asRelativePath(document.uri), document.uri);
    for (const lens of tests) {
      const { title } = lens.command.arguments[0];
      const item = this.controller.createTestItem(`${uri}#${title}`, title, document.uri);
      item.range = range(lens.range);
      file.children.add(item);
    }
    this.controller.items.add(file);
  }

  forget(document) {
    this.controller.items.delete(document.uri.toString());
  }

  asked(request) {
    const items = [];
    const add = (item) => {
      if (request.exclude?.includes(item)) return;
      if (item.children.size > 0) item.children.forEach(add);
      else items.push(item);
    };
    if (request.include) request.include.forEach(add);
    else this.controller.items.forEach(add);
    return items;
  }

  async run(request, token) {
    const run = this.controller.createTestRun(request);
    for (const item of this.asked(request)) {
      if (token.isCancellationRequested) break;
      run.started(item);
      await this.runOne(run, item, token);
    }
    run.end();
  }

  async runOne(run, item, token) {
    const client = this.getClient();
    try {
      const report = await client.sendRequest(
        "workspace/executeCommand",
        { command: "sla.runTest", arguments: [{ uri: item.uri.toString(), title: item.label }] },
        token,
      );
      const [result] = report.results;
      if (result.passed) return run.passed(item, result.milliseconds);
      const messages = result.failures.map((failure) => {
        const message = new vscode.TestMessage(failure.message);
        message.location = new vscode.Location(vscode.Uri.parse(failure.uri), range(failure.range));
        return message;
      });
      run.failed(item, messages, result.milliseconds);
    } catch (error) {
      run.errored(item, new vscode.TestMessage(error.message));
    }
  }
}

function addTests(context, getClient) {
  const tests = new Tests(getClient);
  context.subscriptions.push(
    tests.controller,
    vscode.workspace.onDidOpenTextDocument((document) => tests.later(document)),
    vscode.workspace.onDidChangeTextDocument((event) => tests.later(event.document)),
    vscode.workspace.onDidCloseTextDocument((document) => tests.forget(document)),
  );
  vscode.workspace.textDocuments.forEach((document) => tests.later(document));
}

module.exports = { addTests };
