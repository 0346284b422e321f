// What the client is told unasked: findings, soon after a change, and those of the whole agreement
// when typing has paused.

#include <algorithm>
#include <set>

#include "compiler/driver/lint.h"
#include "lsp/features.h"
#include "lsp/server.h"

namespace sla::lsp {
namespace {

constexpr std::chrono::seconds kLongestAnalysis{30};

}  // namespace

void Server::check_root(const std::string& root, const Document& document) {
  auto snapshot = session_.engine.snapshot(document);
  Shown& shown = shown_[root];
  if (snapshot && snapshot == shown.snapshot) {
    // The analysis may have been stopped because of another policy.
    if (shown.analysis == 0 && !shown.analysed && snapshot->is_current())
      shown.deep_due = Clock::now() + options_.deep_debounce;
    return;
  }
  children_.stop(shown.analysis);
  shown = {};
  shown.snapshot = snapshot;
  if (!snapshot) {
    shown.diagnoses[document.uri].push_back(unreadable(session_.engine.problem()));
    return;
  }
  shown.diagnoses = diagnoses_of(*snapshot, snapshot->checked().findings.all(), session_.places());
  if (snapshot->is_current()) shown.deep_due = Clock::now() + options_.deep_debounce;
}

void Server::check_all() {
  quick_due_.reset();
  first_change_.reset();
  std::set<std::string> roots;
  for (const auto& [uri, document] : session_.documents.all()) {
    const std::string root = session_.engine.root_of(document);
    if (roots.insert(root).second) check_root(root, document);
  }
  for (auto at = shown_.begin(); at != shown_.end();) {
    if (roots.contains(at->first)) {
      ++at;
      continue;
    }
    children_.stop(at->second.analysis);
    at = shown_.erase(at);
  }
  publish();
}

/// In a child, which sees everything as it is now.
void Server::analyse(const std::string& root, Shown& shown) {
  shown.deep_due.reset();
  const auto work = [this, root] {
    auto checked = session_.engine.tried(root, {});
    if (!checked || !driver::lint(*checked)) return std::string();
    session_.engine.weigh(root, *checked);
    const Snapshot snapshot(std::move(*checked), nullptr);
    const auto& findings = snapshot.checked().findings.all();
    return dumped(to_json(diagnoses_of(snapshot, findings, session_.places())));
  };
  shown.analysis = children_.start(
      work, [this, root](const std::string& text, bool ok) { analysed(root, text, ok); },
      kLongestAnalysis);
}

void Server::analysed(const std::string& root, const std::string& text, bool ok) {
  const auto shown = shown_.find(root);
  if (shown == shown_.end()) return;
  shown->second.analysis = 0;
  shown->second.analysed = true;
  if (!ok || text.empty()) return;  // What is shown already is still true.
  shown->second.diagnoses = diagnoses_from(Json::parse(text));
  publish();
}

std::vector<Diagnosis> Server::diagnoses_for(const std::string& uri) const {
  std::vector<Diagnosis> all;
  for (const auto& [root, shown] : shown_) {
    const auto found = shown.diagnoses.find(uri);
    if (found == shown.diagnoses.end()) continue;
    for (const Diagnosis& each : found->second) {
      // Two policies may say the same of a file that both use.
      const bool is_new = std::ranges::none_of(
          all, [&](const Diagnosis& other) { return other.diagnostic == each.diagnostic; });
      if (is_new) all.push_back(each);
    }
  }
  if (const auto failed = failed_tests_.find(uri); failed != failed_tests_.end()) {
    for (const auto& [title, diagnosis] : failed->second) all.push_back(diagnosis);
  }
  return all;
}

void Server::publish() {
  std::set<std::string> uris;
  for (const auto& [uri, diagnostics] : published_) uris.insert(uri);
  for (const auto& [uri, document] : session_.documents.all()) uris.insert(uri);
  for (const auto& [root, shown] : shown_) {
    for (const auto& [uri, list] : shown.diagnoses) uris.insert(uri);
  }
  for (const std::string& uri : uris) {
    Json params = {{"uri", uri}, {"diagnostics", Json::array()}};
    for (Diagnosis& each : diagnoses_for(uri))
      params["diagnostics"].push_back(std::move(each.diagnostic));
    const Document* document = session_.documents.find(uri);
    if (document != nullptr) params["version"] = document->version;
    const auto known = published_.find(uri);
    if (known != published_.end() && known->second == params) continue;
    const bool gone = document == nullptr && params["diagnostics"].empty();
    notify("textDocument/publishDiagnostics", params);
    if (gone) published_.erase(uri);
    else published_[uri] = std::move(params);
  }
}

}  // namespace sla::lsp
