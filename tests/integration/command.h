#pragma once

#include <string>
#include <vector>

namespace sla::integration {

struct Answer {
  int exit_code = -1;
  std::string out, err;
};

/// Runs the built `sla` as a user would, in the project's root. `out`: where standard output goes
/// instead of into the answer.
Answer sla(const std::vector<std::string>& arguments, const std::string& out = {});

/// A file of the project.
std::string project(const std::string& path);
/// A path for a file that a test writes; unique to the process.
std::string scratch(const std::string& name);
/// Writes such a file; its path.
std::string written(const std::string& name, const std::string& text);
/// What is in a file; nothing when it is not there.
std::string read_file(const std::string& path);
/// The folder with real data that is not part of the project, or "" where it is absent.
std::string real_data();
/// Whether DuckDB's library is where the command looks for it.
bool has_duckdb();

}  // namespace sla::integration
