#pragma once

#include <string>
#include <string_view>

namespace sla::cli {

/// The difference between two texts of a file as `diff -u` writes it; empty when they are the same.
std::string unified_diff(const std::string& path, std::string_view before, std::string_view after);

/// Replaces what is in a file, which appears whole or not at all. Keeps its permissions, and a
/// symbolic link where there is one. The exit code: clean, or unreadable with the reason said.
int rewrite(const std::string& path, const std::string& text);

}  // namespace sla::cli
