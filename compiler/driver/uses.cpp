#include "compiler/driver/uses.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "compiler/syntax/dotted.h"

namespace sla::driver {

namespace fs = std::filesystem;
using diagnose::Code;

namespace {

// By value: the list of files grows while they are followed.
std::vector<syntax::Use> uses_of(const syntax::File& file) {
  std::vector<syntax::Use> uses;
  for (const syntax::Declaration& declaration : file.declarations) {
    if (const auto* use = std::get_if<syntax::Use>(&declaration)) uses.push_back(*use);
  }
  return uses;
}

}  // namespace

std::expected<void, source::ReadError> FileReader::read(const std::string& path) {
  auto file = once(path);
  if (!file) return std::unexpected(file.error());
  for (std::size_t at = 0; at < files_.size(); ++at) {
    const std::uint32_t user = files_[at].index;
    for (const syntax::Use& use : uses_of(files_[at])) follow(use, user);
  }
  return {};
}

LibraryRoots FileReader::roots_for(std::uint32_t user) const {
  return library_roots(sources_.file(user).path(), options_.library_folders);
}

std::optional<fs::path> FileReader::find_library(std::span<const syntax::Name> names,
                                                 std::uint32_t user) const {
  std::vector<std::string> parts;
  for (const syntax::Name& name : names) parts.push_back(name.text);
  return find_library_file(parts, roots_for(user));
}

std::vector<std::string> FileReader::unused_settings() const {
  std::vector<std::string> unused;
  for (const expand::Setting& setting : options_.settings) {
    if (!used_settings_.contains(setting.name)) unused.push_back(setting.name);
  }
  return unused;
}

void FileReader::follow(const syntax::Use& use, std::uint32_t user) {
  if (use.library.empty()) {
    follow_path(use, user);
  } else {
    follow_library(use, user);
  }
}

// Relative to the file that says so.
void FileReader::follow_path(const syntax::Use& use, std::uint32_t user) {
  const fs::path path = fs::path(sources_.file(user).path()).parent_path() / use.path.value;
  const auto file = once(path.string());
  if (!file) {
    diagnose::Finding& finding =
        findings_.add(Code::unknown_file, use.path.span,
                      fmt::format("`{}` cannot be used: {}", use.path.value, file.error().message));
    if (!file.error().help.empty()) finding.help = file.error().help;
    return;
  }
  if (use.alias) libraries_.push_back({user, use.alias->text, *file});
}

void FileReader::follow_library(const syntax::Use& use, std::uint32_t user) {
  const std::string& shorter = use.alias ? use.alias->text : use.library.back().text;
  const auto unread = [&] {
    libraries_.push_back({user, dotted(use.library), expand::Library::kUnread});
    libraries_.push_back({user, shorter, expand::Library::kUnread});
  };
  const auto path = find_library(use.library, user);
  if (!path) {
    unread();
    return report_unknown(use, dotted(use.library), user);
  }
  const auto file = once(path->string());
  if (!file) {
    unread();
    findings_
        .add(Code::unknown_file, span_of(use.library),
             fmt::format("`{}` cannot be used: {}", dotted(use.library), file.error().message))
        .help = file.error().help;
    return;
  }
  libraries_.push_back({user, dotted(use.library), *file});
  const auto taken = std::ranges::find_if(libraries_, [&](const expand::Library& other) {
    return other.user == user && other.qualifier == shorter && other.file != *file;
  });
  if (taken == libraries_.end()) {
    libraries_.push_back({user, shorter, *file});
    return;
  }
  const source::Span at = use.alias ? use.alias->span : use.library.back().span;
  findings_
      .add(Code::duplicate_name, at, fmt::format("another library is called `{}` here", shorter))
      .help = fmt::format("give this one a name of its own: `use {} as ...`", dotted(use.library));
}

void FileReader::report_unknown(const syntax::Use& use, const std::string& name,
                                std::uint32_t user) {
  const LibraryRoots roots = roots_for(user);
  auto& finding = findings_.add(Code::unknown_library, span_of(use.library),
                                fmt::format("there is no library `{}`", name));
  if (const auto near = diagnose::nearest(name, library_names(roots)))
    finding.help = fmt::format("did you mean `{}`?", *near);
  std::string file = name;
  std::ranges::replace(file, '.', '/');
  std::string places;
  const auto standard = standard_library();
  for (const fs::path& folder : roots.folders) {
    // Its folders are one place to people.
    const auto below = standard ? folder.lexically_relative(*standard) : fs::path();
    if (!below.empty() && *below.begin() != "..") continue;
    places += (places.empty() ? "" : ", ") + folder.string();
  }
  if (standard) places += " and the standard library";
  finding.notes.push_back(fmt::format("looked for `{}.sla` in {}", file, places));
  if (!roots.standard_library)
    finding.notes.emplace_back("the standard library is not beside this program");
}

std::expected<std::uint32_t, source::ReadError> FileReader::load(const std::string& path,
                                                                 const std::string& key) {
  const std::string shown = path == "-" ? path : fs::path(path).lexically_normal().string();
  const auto instead = options_.texts.find(key);
  if (instead == options_.texts.end()) return sources_.load(shown);
  return sources_.add(shown, instead->second);
}

std::expected<std::uint32_t, source::ReadError> FileReader::once(const std::string& path) {
  const std::string key = source_key(path);
  if (const auto known = seen_.find(key); known != seen_.end()) return known->second;
  auto file = load(path, key);
  if (!file) return std::unexpected(file.error());
  seen_.emplace(key, *file);
  files_.push_back(expand::read(sources_, *file, options_.settings, used_settings_, findings_));
  return *file;
}

}  // namespace sla::driver
