#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace sla::cli {

/// What is wrong with a command line, in our words, with the nearest verb or flag where one is
/// near.
std::string describe_usage(const CLI::App& app, const CLI::ParseError& error, int argc,
                           char** argv);

}  // namespace sla::cli
