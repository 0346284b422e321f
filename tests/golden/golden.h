#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// What the golden tests share: small files with what is expected of them beside them.
namespace sla::golden {

namespace fs = std::filesystem;

/// A folder below tests/golden.
fs::path folder(const std::string& name);

/// The names without extension of the files in a folder that end in `extension`, sorted.
std::vector<std::string> names(const fs::path& folder, const std::string& extension);
/// The names of the folders in a folder, sorted.
std::vector<std::string> folders(const fs::path& folder);

/// The text of a file; a file that is not there is empty.
std::string read(const fs::path& path);

/// Fails when the text is not the file's. With SLA_BLESS=1 writes the file instead, and never
/// fails: the person who blesses reads the difference.
void expect_file(const fs::path& path, const std::string& actual);

/// The text without what differs between machines: where the project lies, which tz database is
/// installed.
std::string portable(std::string text);

}  // namespace sla::golden
