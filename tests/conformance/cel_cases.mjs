// cel_cases.mjs PACKAGE: the CEL specification's own test cases about what the language of conditions also has
// (booleans, integers, texts, timestamps, durations), as a JSON list of
//   {"name": "integer_math/int64_math/add_positive_positive", "expr": "40 + 2", "expect": "int", "value": "42"}
// `expect`: bool, int, text, error, or other for a value that conditions cannot have. Cases that need variables,
// an environment of their own or only the type checker are marked with "needs".
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const suites = ["basic", "comparisons", "integer_math", "logic", "string", "timestamps"];
const data = join(process.argv[2], "dist/esm/testdata/conformance.js");
const { tests } = await import(pathToFileURL(data));

function expectation(original) {
  if (original.evalError) return { expect: "error" };
  const value = original.value ?? { boolValue: true };
  if ("boolValue" in value) return { expect: "bool", value: String(value.boolValue) };
  if ("int64Value" in value) return { expect: "int", value: value.int64Value };
  if ("stringValue" in value) return { expect: "text", value: value.stringValue };
  return { expect: "other" };
}

function need(original) {
  if (original.bindings || original.typeEnv) return { needs: "variables" };
  if (original.container || original.disableMacros) return { needs: "an environment" };
  if (original.checkOnly || original.disableCheck) return { needs: "no type check" };
  return {};
}

const cases = [];
for (const file of tests.suites.filter((suite) => suites.includes(suite.name))) {
  for (const section of file.suites ?? []) {
    for (const { original } of section.tests ?? []) {
      cases.push({
        name: `${file.name}/${section.name}/${original.name}`,
        expr: original.expr,
        ...expectation(original),
        ...need(original),
      });
    }
  }
}
process.stdout.write(JSON.stringify(cases, null, 1) + "\n");
