// Tasks for the verbs that people run again and again; the problem matcher `$sla` reads their findings.
"use strict";

const vscode = require("vscode");

const verbs = ["check", "lint", "test"];

function task(definition, folder, settings) {
  const command = settings().get("path", "sla");
  const made = new vscode.Task(
    definition,
    folder ?? vscode.TaskScope.Workspace,
    definition.verb,
    "sla",
    new vscode.ProcessExecution(command, [definition.verb, ...(definition.arguments ?? [])]),
    "$sla",
  );
  if (definition.verb === "test") made.group = vscode.TaskGroup.Test;
  if (definition.verb === "check") made.group = vscode.TaskGroup.Build;
  return made;
}

function addTasks(context, settings) {
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider("sla", {
      async provideTasks() {
        const files = await vscode.workspace.findFiles("**/agreement.sla", "**/node_modules/**", 50);
        return files.flatMap((file) =>
          verbs.map((verb) =>
            task(
              { type: "sla", verb, arguments: [vscode.workspace.asRelativePath(file, false)] },
              vscode.workspace.getWorkspaceFolder(file),
              settings,
            ),
          ),
        );
      },
      resolveTask: (given) => task(given.definition, given.scope, settings),
    }),
  );
}

module.exports = { addTasks };
