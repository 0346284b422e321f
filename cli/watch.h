#pragma once

#include <functional>
#include <set>
#include <string>

#include "compiler/source/source.h"

namespace sla::cli {

/// Does something now and whenever one of the files that it has read changes, until Ctrl-C ends the
/// process with exit code 130. `round` answers with those files; they may be missing. Follows
/// editors that write another file and rename it, files that are removed and come back, new
/// policies and settings beside the files, and what symbolic links lead to. Changes within 50
/// milliseconds are one. On a terminal the screen is cleared before each round. The exit code: the
/// system refuses to watch, which is said.
int watch(const std::function<std::set<std::string>()>& round);

/// Adds the files of a compilation.
void add_files(const source::Sources& sources, std::set<std::string>& files);

}  // namespace sla::cli
