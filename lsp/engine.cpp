#include "lsp/engine.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "lsp/uri.h"

namespace sla::lsp {
namespace {

namespace fs = std::filesystem;

/// Of a folder in which policies may be that use a file: more are not looked at.
constexpr std::size_t kMostFiles = 200;

/// A line that begins with the word.
bool has_line(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    const bool begins_line = begin == 0 || text[begin - 1] == '\n' || text[begin - 1] == '\r';
    const std::size_t end = at + word.size();
    const bool ends_word =
        end >= text.size() || text[end] == ' ' || text[end] == '\t' || text[end] == '"';
    if (begins_line && ends_word) return true;
  }
  return false;
}

std::string text_of(const fs::path& path) {
  std::error_code error;
  if (fs::file_size(path, error) > source::kMaximumBytes || error) return "";
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void add_policies(const fs::path& folder, std::vector<std::string>& policies) {
  std::error_code error;
  for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    if (policies.size() >= kMostFiles) return;
    std::error_code ignored;
    if (at->path().extension() == ".sla" && at->is_regular_file(ignored))
      policies.push_back(at->path().string());
  }
}

}  // namespace

bool declares_agreement(std::string_view text) { return has_line(text, "agreement"); }

Snapshot::Snapshot(driver::Checked checked, std::shared_ptr<const agreement::Agreement> before)
    : checked_(std::move(checked)), agreement_(std::move(before)) {
  if (checked_.agreement) {
    agreement_ = std::make_shared<const agreement::Agreement>(std::move(*checked_.agreement));
    checked_.agreement.reset();
    current_ = true;
  }
  for (std::uint32_t file = 0; file < checked_.sources.size(); ++file) {
    if (checked_.sources.file(file).expansion() != nullptr) continue;
    std::string key = driver::source_key(checked_.sources.file(file).path());
    keys_.emplace(file, key);
    by_key_.emplace(std::move(key), file);
  }
  index_ = std::make_unique<const Index>(checked_);
}

std::optional<std::uint32_t> Snapshot::file_of(const std::string& key) const {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

const std::string& Snapshot::key_of(std::uint32_t file) const {
  static const std::string none;
  const auto found = keys_.find(file);
  return found == keys_.end() ? none : found->second;
}

const Lines& Snapshot::lines(std::uint32_t file) const {
  return lines_.try_emplace(file, Lines(checked_.sources.file(file).text())).first->second;
}

// ---- Engine -------------------------------------------------------------------------------------

std::uint64_t Engine::revision_of(const std::string& key) const {
  const Document* document = documents_.of_file(key);
  return document == nullptr ? 0 : document->revision;
}

bool Engine::is_fresh(const Entry& entry) const {
  return entry.valid && std::ranges::all_of(entry.revisions, [&](const auto& each) {
           return revision_of(each.first) == each.second;
         });
}

std::map<std::string, std::string> Engine::open_texts() const {
  std::map<std::string, std::string> texts;
  for (const auto& [uri, document] : documents_.all()) texts[document.key] = document.text;
  return texts;
}

std::shared_ptr<const Snapshot> Engine::checked(const std::string& root) {
  Entry& entry = entries_[root];
  if (is_fresh(entry)) {
    problem_ = entry.problem;
    return entry.snapshot;
  }
  auto result = driver::check(root, options_for(root));
  if (result) weigh(root, *result);
  entry.valid = true;
  entry.problem = {};
  entry.revisions.clear();
  if (!result) {
    entry.snapshot.reset();
    entry.problem = problem_ = result.error();
    const std::string key = driver::source_key(root);
    entry.revisions[key] = revision_of(key);
    return nullptr;
  }
  entry.snapshot = std::make_shared<const Snapshot>(std::move(*result), entry.last_good);
  entry.last_good = entry.snapshot->share_agreement();
  for (const auto& [key, file] : entry.snapshot->files()) entry.revisions[key] = revision_of(key);
  return entry.snapshot;
}

/// What is wrong with the file of settings, `sla lint` says; what could be read counts here too.
const settings::Settings& Engine::settings_for(const std::string& root) {
  const auto [found, is_new] = settings_.try_emplace(root);
  if (!is_new) return found->second;
  const auto path = settings::find(root);
  if (!path) return found->second;
  source::Sources sources;
  diagnose::Findings findings;
  return found->second = settings::load(path->string(), {}, sources, findings);
}

driver::CheckOptions Engine::options_for(const std::string& root) {
  driver::CheckOptions options;
  options.library_folders = library_folders;
  for (const auto& folder : settings_for(root).libraries)
    options.library_folders.push_back(folder.value);
  options.texts = open_texts();
  return options;
}

void Engine::weigh(const std::string& root, driver::Checked& checked) {
  const settings::Settings& settings = settings_for(root);
  std::erase_if(checked.findings.each(), [&](diagnose::Finding& finding) {
    const auto level = settings::level_of(settings, finding.code,
                                          checked.sources.file(finding.primary.span.file).path());
    if (!level) return false;
    finding.severity = level->value == settings::Level::error     ? diagnose::Severity::error
                       : level->value == settings::Level::warning ? diagnose::Severity::warning
                                                                  : diagnose::Severity::note;
    return level->value == settings::Level::off;
  });
}

std::string Engine::find_user(const Document& document) {
  std::vector<std::string> candidates;
  for (const auto& [uri, other] : documents_.all()) {
    if (other.key != document.key && declares_agreement(other.text) && has_line(other.text, "use"))
      candidates.push_back(other.path);
  }
  std::vector<std::string> policies;
  const fs::path folder = fs::path(document.path).parent_path();
  if (document.path.starts_with('/')) {
    add_policies(folder, policies);
    add_policies(folder.parent_path(), policies);
  }
  for (const std::string& each : folders) add_policies(each, policies);
  for (const std::string& path : policies) {
    if (documents_.of_file(driver::source_key(path)) != nullptr) continue;
    const std::string text = text_of(path);
    if (declares_agreement(text) && has_line(text, "use")) candidates.push_back(path);
  }
  for (const std::string& candidate : candidates) {
    const auto found = checked(candidate);
    if (found && found->file_of(document.key)) return candidate;
  }
  return document.path;
}

std::string Engine::root_of(const Document& document) {
  if (declares_agreement(document.text)) return document.path;
  const auto known = users_.find(document.key);
  if (known != users_.end()) return known->second;
  return users_[document.key] = find_user(document);
}

std::shared_ptr<const Snapshot> Engine::snapshot(const Document& document) {
  auto found = checked(root_of(document));
  if (found && found->file_of(document.key)) return found;
  // The policy does not use it any more, or cannot be read.
  return checked(document.path);
}

void Engine::forget() {
  users_.clear();
  settings_.clear();
  for (auto& [root, entry] : entries_) entry.valid = false;
}

std::optional<driver::Checked> Engine::tried(const std::string& root,
                                             const std::map<std::string, std::string>& texts) {
  driver::CheckOptions options = options_for(root);
  for (const auto& [key, text] : texts) options.texts[key] = text;
  auto result = driver::check(root, options);
  if (!result) return std::nullopt;
  return std::move(*result);
}

// ---- Places -------------------------------------------------------------------------------------

Json Places::range(const Snapshot& snapshot, Span span) const {
  const Lines& lines = snapshot.lines(span.file);
  return {{"start", to_json(lines.position(span.begin, encoding_))},
          {"end", to_json(lines.position(std::max(span.begin, span.end), encoding_))}};
}

std::string Places::uri(const Snapshot& snapshot, std::uint32_t file) const {
  const std::string& key = snapshot.key_of(file);
  const Document* open = documents_.of_file(key);
  return open != nullptr ? open->uri : uri_of(key);
}

Json Places::location(const Snapshot& snapshot, Span span) const {
  return {{"uri", uri(snapshot, span.file)}, {"range", range(snapshot, span)}};
}

}  // namespace sla::lsp
