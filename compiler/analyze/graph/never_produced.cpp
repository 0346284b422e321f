#include "compiler/analyze/graph/never_produced.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Clause;
using agreement::ClauseKind;
using agreement::Discharge;
using agreement::EventSet;
using agreement::Source;
using events::Code;

/// What the sources of a record give.
class Produced {
 public:
  explicit Produced(const Agreement& agreement) {
    for (const Source& source : agreement.sources) {
      add(source.each_row);
      add(source.otherwise);
      for (const agreement::ValueMapping& event : source.events) add(event.code);
      for (const agreement::FieldMapping& field : source.fields) fields_.insert(field.field);
    }
  }

  bool has_any(const EventSet& events) const {
    return std::ranges::any_of(events, [&](Code code) { return codes_.contains(code); });
  }
  bool has_field(int field) const { return fields_.contains(field); }

 private:
  void add(std::int64_t code) {
    if (code >= 0) codes_.insert(static_cast<Code>(code));
  }

  std::set<Code> codes_;
  std::set<int> fields_;
};

class Needs {
 public:
  Needs(const Agreement& agreement, std::vector<diagnose::Finding>& findings)
      : agreement_(agreement), produced_(agreement), findings_(findings) {}

  void look_at(const Clause& clause) {
    if (agreement::has_clock(clause.kind)) {
      if (needs(clause, clause.deadline.start, "so its clock never starts")) needs_to_stop(clause);
    } else if (agreement::has_counter(clause.kind)) {
      if (needs(clause, clause.volume.counted, "so there is nothing to count") &&
          clause.volume.sum_of >= 0 && !gives(clause.volume.sum_of))
        report(clause, clause.volume.counted.span, name_of(clause.volume.sum_of),
               "so there is nothing to sum");
    } else if (clause.kind == ClauseKind::conversion) {
      if (needs(clause, clause.conversion.entering, "so there is nobody to convert") &&
          !produced_.has_any(clause.conversion.reached))
        report(clause, clause.conversion.entering.span,
               agreement::event_words(agreement_, clause.conversion.reached),
               "so nobody ever gets there");
    }
  }

 private:
  /// Whether the trigger can happen; tells it otherwise.
  bool needs(const Clause& clause, const agreement::Trigger& trigger, const char* so) {
    bool can_happen = produced_.has_any(trigger.events);
    for (const std::uint64_t states : {trigger.in_states, trigger.left_states}) {
      EventSet entries;
      for (std::size_t s = 0; s < agreement_.lifecycle.states.size(); ++s) {
        if ((states >> s & 1) != 0) entries.push_back(agreement_.entering(static_cast<int>(s)));
      }
      can_happen = can_happen && (states == 0 || produced_.has_any(entries));
    }
    if (!can_happen) report(clause, trigger.span, agreement::words(agreement_, trigger), so);
    return can_happen;
  }

  bool can_be_done(const Discharge& discharge) const {
    if (discharge.fields.empty()) return produced_.has_any(discharge.events);
    return std::ranges::all_of(discharge.fields, [&](int field) { return gives(field); });
  }

  void needs_to_stop(const Clause& clause) {
    const auto& discharges = clause.deadline.discharges;
    const auto missing =
        std::ranges::find_if(discharges, [&](const Discharge& each) { return !can_be_done(each); });
    const bool other =
        !clause.deadline.all &&
        std::ranges::any_of(discharges, [&](const Discharge& each) { return can_be_done(each); });
    if (missing == discharges.end() || other) return;
    std::string what = agreement::words(agreement_, *missing);
    report(clause, missing->span, what, "so it can only be broken");
  }

  /// A payload, or the field of a parent, comes with its own event or log.
  bool gives(int field) const {
    const agreement::Field& declared = agreement_.fields[static_cast<std::size_t>(field)];
    return declared.of_parent >= 0 || declared.of_event >= 0 || field == agreement_.parent_field ||
           produced_.has_field(field);
  }

  const std::string& name_of(int field) const {
    return agreement_.fields[static_cast<std::size_t>(field)].name;
  }

  void report(const Clause& clause, source::Span span, const std::string& what, const char* so) {
    auto& found = findings_.emplace_back(
        finding(diagnose::Code::never_produced, span,
                fmt::format("no source gives what `{}` needs, {}", clause.name, so),
                fmt::format("nothing becomes: {}", what)));
    found.notes.push_back(agreement_.sources.size() == 1
                              ? fmt::format("the only source of {} is `{}`",
                                            agreement::plural(agreement_.subject_kind),
                                            agreement_.sources.front().name)
                              : fmt::format("{} has {} sources",
                                            agreement::plural(agreement_.subject_kind),
                                            agreement_.sources.size()));
    found.help = "map it in a source, or promise what the data can show";
  }

  const Agreement& agreement_;
  Produced produced_;
  std::vector<diagnose::Finding>& findings_;
};

}  // namespace

void never_produced(const Subject& subject, std::vector<diagnose::Finding>& findings) {
  // The histories of owners and teams are made of everybody's events.
  std::vector<const Agreement*> records = {&subject.whole};
  for (const Agreement& other : subject.whole.others) records.push_back(&other);
  for (const Agreement* agreement : records) {
    if (agreement->sources.empty() || agreement::is_people(agreement->subject_kind)) continue;
    Needs needs(*agreement, findings);
    for (const Clause& clause : agreement->clauses) needs.look_at(clause);
  }
}

}  // namespace sla::analyze
