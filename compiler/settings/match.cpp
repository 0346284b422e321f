#include <filesystem>

#include "compiler/settings/settings.h"

namespace sla::settings {
namespace {

namespace fs = std::filesystem;

std::string_view first_name(std::string_view path) { return path.substr(0, path.find('/')); }

std::string_view after_first(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == path.npos ? std::string_view() : path.substr(slash + 1);
}

/// `*` and `?` within one name. Two places to return to are enough: the last star is.
bool name_matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = pattern.npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n]) && pattern[p] != '*') {
      ++p;
      ++n;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (star != pattern.npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool path_matches(std::string_view pattern, std::string_view path) {
  if (pattern.empty()) return path.empty();
  if (first_name(pattern) == "**") {
    const std::string_view rest = after_first(pattern);
    if (rest.empty()) return true;
    for (std::string_view below = path; !below.empty(); below = after_first(below)) {
      if (path_matches(rest, below)) return true;
    }
    return false;
  }
  if (path.empty() || !name_matches(first_name(pattern), first_name(path))) return false;
  return path_matches(after_first(pattern), after_first(path));
}

/// The path of a file from a folder, with slashes; nothing when it is not below it.
std::optional<std::string> below(const std::string& file, const fs::path& folder) {
  std::error_code ignored;
  const fs::path path =
      file == "-" ? fs::current_path(ignored) / "-" : fs::weakly_canonical(file, ignored);
  const fs::path relative = path.lexically_relative(fs::weakly_canonical(folder, ignored));
  if (relative.empty() || *relative.begin() == "..") return std::nullopt;
  return relative.generic_string();
}

bool is_about(const FileRule& rule, const std::string& file) {
  const auto path = below(file, rule.folder);
  if (!path) return false;
  for (const std::string& pattern : rule.patterns) {
    if (matches(pattern, *path)) return true;
  }
  return false;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view path) {
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  if (pattern.ends_with('/')) return path_matches(std::string(pattern) + "**", path);
  if (pattern.find('/') != pattern.npos) return path_matches(pattern, path);
  return name_matches(pattern, path.substr(path.rfind('/') + 1));
}

std::optional<Said<Level>> level_of(const Settings& settings, diagnose::Code code,
                                    const std::string& file) {
  std::optional<Said<Level>> level;
  if (const auto said = settings.severity.find(code); said != settings.severity.end())
    level = said->second;
  for (const FileRule& rule : settings.rules) {
    const auto said = rule.severity.find(code);
    if (said != rule.severity.end() && is_about(rule, file)) level = said->second;
  }
  return level;
}

Clarity clarity_of(const Settings& settings, const std::string& file) {
  Clarity result = settings.clarity;
  for (const FileRule& rule : settings.rules) {
    if (!is_about(rule, file)) continue;
    for (const auto& [key, said] : rule.clarity.numbers) result.numbers.insert_or_assign(key, said);
    if (rule.clarity.pedantic) result.pedantic = rule.clarity.pedantic;
  }
  return result;
}

}  // namespace sla::settings
