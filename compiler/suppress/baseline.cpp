#include "compiler/suppress/baseline.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/diagnose/render.h"
#include "compiler/suppress/allowances.h"

namespace sla::suppress {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "sla.baseline/1";

bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::ranges::find(list, one) != list.end();
}

std::string text_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::expected<Baseline, std::string> Baseline::read(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::unexpected("it is not JSON with an object");
  if (text_in(json, "schema") != kSchema)
    return std::unexpected(fmt::format("its `schema` is not \"{}\"", kSchema));
  const auto list = json.find("entries");
  if (list == json.end() || !list->is_array())
    return std::unexpected("it has no list of `entries`");
  Baseline result;
  for (const Json& one : *list) {
    if (!one.is_object() || text_in(one, "file").empty() || text_in(one, "fingerprint").empty())
      return std::unexpected(
          fmt::format("entry {} has no `file` and `fingerprint`", result.entries_.size() + 1));
    result.entries_.push_back({text_in(one, "file"), text_in(one, "fingerprint"),
                               text_in(one, "code"), text_in(one, "in"), text_in(one, "words"),
                               text_in(one, "message")});
  }
  return result;
}

void Baseline::add(const std::vector<diagnose::Finding>& findings, const source::Sources& sources,
                   const std::vector<std::string>& files) {
  const std::vector<Fingerprint> prints = fingerprints(findings, sources);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].suppressed || !can_be_waived(findings[i].code)) continue;
    entries_.push_back({files[findings[i].primary.span.file], prints[i].text,
                        diagnose::code_text(findings[i].code), prints[i].declaration,
                        prints[i].words, findings[i].message, true});
  }
}

BaselineEntry* Baseline::find(const std::string& file, const std::string& fingerprint) {
  const auto same = [&](const BaselineEntry& entry) {
    return entry.fingerprint == fingerprint && entry.file == file;
  };
  const auto moved = [&](const BaselineEntry& entry) {
    return entry.fingerprint == fingerprint && has(gone, entry.file);
  };
  auto found = std::ranges::find_if(entries_, same);
  if (found == entries_.end()) found = std::ranges::find_if(entries_, moved);
  return found == entries_.end() ? nullptr : &*found;
}

void Baseline::apply(std::vector<diagnose::Finding>& findings, const source::Sources& sources,
                     const std::vector<std::string>& files, const std::string& name) {
  const std::vector<Fingerprint> prints = fingerprints(findings, sources);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].suppressed || !can_be_waived(findings[i].code)) continue;
    BaselineEntry* entry = find(files[findings[i].primary.span.file], prints[i].text);
    if (entry == nullptr) continue;
    entry->met = true;
    findings[i].suppressed = {diagnose::Suppression::Kind::baseline, name};
  }
}

std::vector<BaselineEntry> Baseline::sorted() const {
  const auto place = [](const BaselineEntry& entry) {
    return std::tie(entry.file, entry.code, entry.in, entry.words, entry.fingerprint);
  };
  std::vector<BaselineEntry> sorted = entries_;
  std::ranges::sort(sorted, {}, place);
  const auto repeated = std::ranges::unique(sorted, {}, place);
  sorted.erase(repeated.begin(), repeated.end());
  return sorted;
}

std::string Baseline::text() const {
  const std::vector<BaselineEntry> all = sorted();
  std::string result = fmt::format("{{\n  \"schema\": \"{}\",\n  \"entries\": [", kSchema);
  for (const BaselineEntry& entry : all) {
    const Json json = {{"file", entry.file},       {"code", entry.code},
                       {"in", entry.in},           {"words", entry.words},
                       {"message", entry.message}, {"fingerprint", entry.fingerprint}};
    result += fmt::format("{}\n    {}", &entry == &all.front() ? "" : ",", dumped(json));
  }
  return result + (all.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

void report_outdated(const Baseline& baseline, const std::vector<std::string>& seen,
                     std::uint32_t text, const source::Sources& sources,
                     diagnose::Findings& findings) {
  const std::string_view all = sources.file(text).text();
  for (const BaselineEntry& entry : baseline.entries()) {
    if (entry.met || !(has(seen, entry.file) || has(baseline.gone, entry.file))) continue;
    // The same fingerprint may stand there for other files; then the first is as good a place.
    const std::string quoted = dumped(Json(entry.fingerprint));
    const std::size_t at = all.find(quoted);
    source::Span span{text, 0, 0};
    if (at != all.npos) {
      span.begin = static_cast<std::uint32_t>(at);
      span.end = static_cast<std::uint32_t>(at + quoted.size());
    }
    findings
        .add(diagnose::Code::baseline_outdated, span,
             fmt::format("{} in {} is not found any more", entry.code.empty() ? "this" : entry.code,
                         entry.file))
        .help = "write the baseline anew with `sla lint --write-baseline`: it becomes shorter";
  }
}

}  // namespace sla::suppress
