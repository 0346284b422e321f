#pragma once

#include <CLI/CLI.hpp>

namespace sla::cli {

/// Each adds its verb to the command; running the verb sets `exit_code`.
void add_check(CLI::App& app, int& exit_code);
void add_run(CLI::App& app, int& exit_code);
void add_explain(CLI::App& app, int& exit_code);
void add_build(CLI::App& app, int& exit_code);

}  // namespace sla::cli
