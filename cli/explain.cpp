#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "cli/around_story.h"
#include "cli/exit_code.h"
#include "cli/explain_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "compiler/codes/pages.h"
#include "compiler/diagnose/finding.h"
#include "compiler/reference/evaluate.h"
#include "compiler/reference/story.h"
#include "runtime/time/zone.h"

namespace sla::cli {
namespace {

struct ExplainOptions : HistoryOptions {
  std::string lead, subject;
  bool list = false;
  std::string format = "text";
};

// Edit distance to every id would take seconds on a large log; ids of about the same spelling are
// near in the part that is looked at or not worth naming.
std::optional<std::string> nearest_lead(const events::Log& log, const std::string& lead) {
  constexpr std::uint32_t kLookedAt = 100'000;
  std::vector<std::string> ids;
  for (std::uint32_t s = 0; s < std::min(log.subjects.size(), kLookedAt); ++s) {
    ids.emplace_back(log.subjects.text(s));
  }
  return diagnose::nearest(lead, ids);
}

// Under which name the lead's events are now; says so if it is another.
std::string name_now(const events::Log& log, std::string kind, const std::string& id) {
  for (const events::MergedSubject& merged : log.merged) {
    if (merged.loser != id) continue;
    if (kind.front() >= 'a' && kind.front() <= 'z')
      kind.front() = static_cast<char>(kind.front() - 'a' + 'A');
    std::cout << printable(fmt::format("{} {} was merged into {}.\n\n", kind, id, merged.winner),
                           true);
    return merged.winner;
  }
  return id;
}

// The heading of one version's part of the story.
std::string version_heading(const agreement::Agreement& version) {
  const auto zone = time::Zone::find(version.zone);
  const auto day = [&](time::Instant t) {
    return time::format_local(t, zone ? *zone : time::Zone::utc());
  };
  return fmt::format("Version {}, in force from {} until {}\n\n", version.version,
                     day(version.term_begin), day(version.term_end));
}

const driver::Version* record_of(const driver::Version& version, std::string_view kind) {
  for (const driver::Version* record : driver::records_of(version)) {
    if (record->agreement.subject_kind == kind) return record;
  }
  return nullptr;
}

// Every record that has a subject of an id, in the order of the policy.
struct Asked {
  std::string id;
  std::vector<std::string> records;
};

// Whether the log has a subject under the name, also one that was merged into another.
bool has(const events::Log& log, const std::string& id) {
  return log.subjects.find(id) != events::kNone ||
         std::ranges::find(log.merged, id, &events::MergedSubject::loser) != log.merged.end();
}

void look_for(const std::string& id, std::string_view kind,
              const std::vector<driver::Version>& versions, Asked& asked) {
  asked.id = id;
  const auto take = [&](const driver::Version& record) {
    const std::string& own = record.agreement.subject_kind;
    if (!kind.empty() && own != kind) return;
    if (!has(record.history->log, id)) return;
    if (std::ranges::find(asked.records, own) == asked.records.end()) asked.records.push_back(own);
  };
  for (const driver::Version& version : versions) {
    for (const driver::Version* record : driver::records_of(version)) take(*record);
  }
}

// `--lead L-1` asks for a lead, `--subject ID` for whatever has the id, `--subject KIND=ID` for one
// kind of record.
Asked asked_for(const ExplainOptions& options, const std::vector<driver::Version>& versions) {
  Asked asked;
  if (!options.lead.empty()) {
    look_for(options.lead, "lead", versions, asked);
    return asked;
  }
  look_for(options.subject, "", versions, asked);
  const std::size_t equals = options.subject.find('=');
  if (asked.records.empty() && equals != std::string::npos) {
    look_for(options.subject.substr(equals + 1), options.subject.substr(0, equals), versions,
             asked);
  }
  return asked;
}

int report_nobody(const ExplainOptions& options, const std::vector<driver::Version>& versions) {
  const std::string& id = options.lead.empty() ? options.subject : options.lead;
  auto near = nearest_lead(versions.front().history->log, id);
  if (options.lead.empty()) {
    for (const driver::Version& other : versions.front().others) {
      if (!near) near = nearest_lead(other.history->log, id);
    }
  }
  complain(fmt::format("no event of the history is about a{} `{}`",
                       options.lead.empty() ? "nything called" : " lead", id),
           near ? fmt::format("did you mean `{}`?", *near) : "");
  return kUsage;
}

// The story of one subject under every version.
void tell(const std::string& kind, const std::string& id,
          const std::vector<driver::Version>& versions) {
  std::string name;
  for (const driver::Version& version : versions) {
    const driver::Version* record = record_of(version, kind);
    if (versions.size() > 1) std::cout << printable(version_heading(version.agreement), true);
    if (record == nullptr) continue;
    if (name.empty()) name = name_now(record->history->log, kind, id);
    const agreement::Agreement& judged = versions.size() > 1 ? record->judged : record->agreement;
    const std::uint32_t subject = record->history->log.subjects.find(name);
    if (subject == events::kNone) continue;
    reference::Trace trace = reference::trace(judged, record->history->inputs, subject);
    std::cout << printable(reference::story(judged, record->history->inputs, trace) +
                               around_story(judged, *record->history, trace.outcome),
                           true);
    if (&version != &versions.back()) std::cout << "\n";
  }
}

int explain(const ExplainOptions& options) {
  if (options.lead.empty() == options.subject.empty()) {
    complain("explain needs to know whom: `--lead ID`, or `--subject ID` for any record");
    return kUsage;
  }
  int exit_code = kClean;
  auto versions = load_versions(load_agreements(options, exit_code), options, exit_code);
  if (versions.empty()) return exit_code;
  const Asked asked = asked_for(options, versions);
  if (asked.records.empty()) return report_nobody(options, versions);
  // What one version may start depends on what the ones before it have.
  if (versions.size() > 1) {
    const time::Instant as_of = versions.front().history->inputs.as_of;
    auto done = judge(versions, options, driver::Engine::reference, as_of);
    if (!done) {
      complain(done.error());
      return kInternal;
    }
  }
  for (const std::string& record : asked.records) {
    if (&record != &asked.records.front()) std::cout << "\n";
    tell(record, asked.id, versions);
  }
  return kClean;
}

// Whether the words ask for the page of a code: one word that is no file of a policy, and nothing
// about a history. A policy of such a name can be given as `./2101`.
bool asks_for_a_code(const ExplainOptions& options) {
  if (options.policies.size() != 1 || !options.events.empty()) return false;
  const std::string& word = options.policies.front();
  if (codes::looks_like_a_code(word)) return true;
  const bool about_history = !options.lead.empty() || !options.subject.empty() ||
                             !options.as_of.empty() || options.roster || options.versions;
  return !about_history && word != "-" && !word.ends_with(".sla") && word.find('/') == word.npos;
}

// The flags of a history, which are not required in front of a code.
void require_history(const ExplainOptions& options) {
  if (options.policies.empty()) throw CLI::RequiredError("FILE");
  if (options.events.empty()) throw CLI::RequiredError("--events");
  if (options.as_of.empty()) throw CLI::RequiredError("--as-of");
}

int explain_anything(const ExplainOptions& options) {
  if (options.list) return list_codes(options.format);
  if (asks_for_a_code(options)) return explain_code(options.policies.front(), options.format);
  require_history(options);
  if (options.format != "text") {
    complain("`--format` is for the pages of codes; the story of a lead is text");
    return kUsage;
  }
  return explain(options);
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "explain",
      "Tell what a code of a finding means, or one lead's whole story: what was due when, and why");
  auto options = std::make_shared<ExplainOptions>();
  add_history_options(*verb, *options);
  // A code needs no history; `require_history` says what is missing where one is asked for.
  for (const char* name : {"FILE", "--events", "--as-of"}) verb->get_option(name)->required(false);
  verb->get_option("FILE")->description("A code such as SLA2101, or the agreement of the story");
  verb->add_flag("--list", options->list, "List all codes");
  verb->add_option("--format", options->format, "Of a code: text, markdown or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->capture_default_str();
  verb->add_option("--lead", options->lead, "The lead's id, as the history has it");
  verb->add_option("--subject", options->subject,
                   "The id of a lead or of any other record; KIND=ID where several have it");
  verb->footer(
      "Examples:\n  sla explain SLA2101\n"
      "  sla explain agreement.sla --events leads.csv --as-of 2026-07-01 --lead L-00042");
  verb->callback([options, &exit_code] { exit_code = explain_anything(*options); });
}

}  // namespace sla::cli
