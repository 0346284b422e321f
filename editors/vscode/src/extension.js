// The client of `sla lsp`, and what an editor adds to it: running tests, trying data, tasks.
"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");
const { addTests } = require("./tests");
const { addTasks } = require("./tasks");

let client;
let output;

function settings() {
  return vscode.workspace.getConfiguration("sla");
}

function serverCommand() {
  const folders = settings().get("libraryFolders", []);
  return {
    command: settings().get("path", "sla"),
    args: ["lsp", ...folders.flatMap((folder) => ["--library", folder])],
    transport: TransportKind.stdio,
  };
}

/** Shows what a run of an agreement on its data said. */
function showReport({ asOf, output: text }) {
  output.clear();
  output.appendLine(`as of ${asOf}`);
  output.append(text);
  output.show(true);
}

async function startClient(context) {
  const from = settings().get("inlayHints.from", "");
  client = new LanguageClient(
    "sla",
    "sla",
    { run: serverCommand(), debug: serverCommand() },
    {
      documentSelector: [
        { language: "sla", scheme: "file" },
        { language: "sla", scheme: "untitled" },
      ],
      initializationOptions: { snippets: false, ...(from ? { hintsFrom: from } : {}) },
      outputChannel: output,
      middleware: {
        // The server says how it went; a report is worth more than a message's first lines.
        executeCommand: async (command, args, next) => {
          if (command === "sla.tryOnData") {
            const asOf = settings().get("tryOnData.asOf", "");
            const result = await next(command, [{ ...args[0], ...(asOf ? { asOf } : {}) }]);
            if (result) showReport(result);
            return result;
          }
          return next(command, args);
        },
      },
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const choice = await vscode.window.showErrorMessage(
      `sla: the language server \`${serverCommand().command} lsp\` does not start: ${error?.message ?? error ?? "is it installed?"}`,
      "Open Settings",
    );
    if (choice) vscode.commands.executeCommand("workbench.action.openSettings", "sla.path");
  }
}

async function restart(context) {
  if (client) await client.stop();
  await startClient(context);
}

async function activate(context) {
  output = vscode.window.createOutputChannel("sla");
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("sla.restart", () => restart(context)),
    vscode.commands.registerCommand("sla.showOutput", () => output.show()),
    vscode.commands.registerCommand("sla.tryHere", () => {
      const editor = vscode.window.activeTextEditor;
      if (editor) return vscode.commands.executeCommand("sla.tryOnData", { uri: editor.document.uri.toString() });
    }),
    vscode.commands.registerCommand("sla.lintInTerminal", async () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) return;
      await editor.document.save();
      const terminal = vscode.window.createTerminal({
        name: "sla lint",
        shellPath: settings().get("path", "sla"),
        shellArgs: ["lint", editor.document.uri.fsPath],
      });
      terminal.show();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const needsRestart = ["sla.path", "sla.libraryFolders", "sla.inlayHints.from"];
      if (needsRestart.some((name) => event.affectsConfiguration(name))) restart(context);
    }),
  );
  addTasks(context, settings);
  await startClient(context);
  addTests(context, () => client);
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
