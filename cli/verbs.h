#pragma once

#include <CLI/CLI.hpp>

#include "cli/policy.h"

namespace sla::cli {

/// Each adds its verb to the command; running the verb sets `exit_code`.
void add_check(CLI::App& app, int& exit_code);
void add_lint(CLI::App& app, int& exit_code);
void add_fix(CLI::App& app, int& exit_code);
void add_fmt(CLI::App& app, int& exit_code);
void add_diff(CLI::App& app, int& exit_code);
void add_run(CLI::App& app, int& exit_code);
void add_stream(CLI::App& app, int& exit_code);
void add_explain(CLI::App& app, int& exit_code);
void add_test(CLI::App& app, int& exit_code);
void add_build(CLI::App& app, int& exit_code);
void add_sign(CLI::App& app, int& exit_code);  ///< And `keygen`.
void add_verify(CLI::App& app, int& exit_code);
void add_init(CLI::App& app, int& exit_code);
void add_lsp(CLI::App& app, int& exit_code);
void add_config(CLI::App& app, int& exit_code);
void add_completion(CLI::App& app, int& exit_code);

/// The options that verbs over a history share; `options` must outlive the parsing.
void add_history_options(CLI::App& verb, HistoryOptions& options);

}  // namespace sla::cli
