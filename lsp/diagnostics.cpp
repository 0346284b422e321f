#include "lsp/diagnostics.h"

#include <cstdlib>
#include <filesystem>

#include "compiler/diagnose/render.h"
#include "compiler/driver/library.h"
#include "lsp/uri.h"

namespace sla::lsp {
namespace {

namespace fs = std::filesystem;

int severity_of(diagnose::Severity severity) {
  switch (severity) {
    case diagnose::Severity::error: return 1;
    case diagnose::Severity::warning: return 2;
    case diagnose::Severity::note: return 3;
  }
  return 1;
}

/// The page of a code: on the web where somebody says so, else where the documentation is beside
/// the program.
std::optional<std::string> page_of(const std::string& code) {
  if (const char* url = std::getenv("SLA_DOCS_URL"); url != nullptr && *url != '\0') {
    const std::string base = url;
    return base + (base.ends_with('/') ? "" : "/") + code + ".md";
  }
  const auto library = driver::standard_library();
  if (!library) return std::nullopt;
  std::error_code ignored;
  for (const fs::path& folder : {library->parent_path() / "docs", library->parent_path() / "doc"}) {
    for (const fs::path& page :
         {folder / "codes" / (code + ".md"), folder / "reference" / "diagnostics.md"}) {
      if (fs::is_regular_file(page, ignored)) return uri_of(page.string());
    }
  }
  return std::nullopt;
}

/// What the message of a terminal says below the source.
std::string message_of(const diagnose::Finding& finding) {
  std::string message = finding.message;
  if (!finding.primary.text.empty()) message += "\n" + finding.primary.text;
  for (const std::string& note : finding.notes) message += "\nnote: " + note;
  if (finding.timeline && !finding.timeline->lines.empty()) {
    message += "\nfor example:";
    for (const auto& [when, what] : finding.timeline->lines)
      message += "\n  " + (when.empty() ? what : when + "  " + what);
  }
  if (finding.help) message += "\nhelp: " + *finding.help;
  return message;
}

bool is_unnecessary(diagnose::Code code) {
  const std::string_view name = diagnose::entry(code).name;
  return code == diagnose::Code::unreachable_tier || name.starts_with("unused") ||
         name.ends_with("unused");
}

Json edit(const Snapshot& snapshot, const Places& places, Span span, const std::string& text) {
  return {{"range", places.range(snapshot, span)}, {"newText", text}};
}

Json fix_of(const Snapshot& snapshot, const diagnose::Finding& finding, const Places& places) {
  if (!finding.fix) return nullptr;
  const diagnose::Fix& fix = *finding.fix;
  Json changes = Json::object();
  changes[places.uri(snapshot, fix.span.file)].push_back(
      edit(snapshot, places, fix.span, fix.text));
  for (const diagnose::Edit& more : fix.more)
    changes[places.uri(snapshot, more.span.file)].push_back(
        edit(snapshot, places, more.span, more.text));
  std::string title = fix.title;
  if (title.empty()) title = finding.help.value_or("");
  if (title.empty()) title = "replace by `" + fix.text + "`";
  return {{"title", title}, {"safe", fix.safety == diagnose::Safety::safe}, {"changes", changes}};
}

Json diagnostic_of(const Snapshot& snapshot, const diagnose::Finding& finding,
                   const Places& places) {
  const std::string code = diagnose::code_text(finding.code);
  Json diagnostic = {{"range", places.range(snapshot, finding.primary.span)},
                     {"severity", severity_of(finding.severity)},
                     {"code", code},
                     {"source", "sla"},
                     {"message", message_of(finding)}};
  if (const auto page = page_of(code)) diagnostic["codeDescription"] = {{"href", *page}};
  for (const diagnose::Label& label : finding.secondary) {
    if (snapshot.key_of(label.span.file).empty()) continue;
    diagnostic["relatedInformation"].push_back(
        {{"location", places.location(snapshot, label.span)},
         {"message", label.text.empty() ? finding.message : label.text}});
  }
  if (is_unnecessary(finding.code)) diagnostic["tags"] = {1};
  return diagnostic;
}

}  // namespace

Diagnoses diagnoses_of(const Snapshot& snapshot, const std::vector<diagnose::Finding>& findings,
                       const Places& places) {
  Diagnoses result;
  for (const diagnose::Finding& finding : findings) {
    if (finding.suppressed || snapshot.key_of(finding.primary.span.file).empty()) continue;
    result[places.uri(snapshot, finding.primary.span.file)].push_back(
        {diagnostic_of(snapshot, finding, places), fix_of(snapshot, finding, places)});
  }
  return result;
}

Diagnosis unreadable(const source::ReadError& error) {
  const Json start = to_json(Position{});
  std::string message = error.message;
  if (!error.help.empty()) message += "\nhelp: " + error.help;
  return {{{"range", {{"start", start}, {"end", start}}},
           {"severity", 1},
           {"source", "sla"},
           {"message", message}},
          nullptr};
}

Json to_json(const Diagnoses& diagnoses) {
  Json json = Json::object();
  for (const auto& [uri, list] : diagnoses) {
    Json& entries = json[uri] = Json::array();
    for (const Diagnosis& each : list)
      entries.push_back({{"diagnostic", each.diagnostic}, {"fix", each.fix}});
  }
  return json;
}

Diagnoses diagnoses_from(const Json& json) {
  Diagnoses result;
  for (const auto& [uri, entries] : json.items()) {
    for (const Json& each : entries) result[uri].push_back({each.at("diagnostic"), each.at("fix")});
  }
  return result;
}

}  // namespace sla::lsp
