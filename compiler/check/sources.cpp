// A source says which column holds the lead, the time and the event, and what the values of the
// event column and of mapped fields mean.
#include "compiler/check/sources.h"

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/clause_parts.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

using agreement::TypeKind;

constexpr std::int64_t kIgnored = -1;

struct BuiltInEvent {
  std::string_view word;
  events::Code code;
};

/// Both the act and its result are said: `is hold`, `is held`.
constexpr BuiltInEvent kBuiltInEvents[] = {
    {"assigned", events::kAssigned}, {"changed", events::kChanged}, {"hold", events::kHeld},
    {"held", events::kHeld},         {"resume", events::kResumed},  {"resumed", events::kResumed}};

std::optional<std::int64_t> event_of(Context& context, const syntax::Name& name) {
  for (const BuiltInEvent& event : kBuiltInEvents) {
    if (name.text == event.word) return event.code;
  }
  if (name.text == "retracted") return events::kRetractionRow;
  const auto& events = context.agreement.events;
  if (const auto event = find_name(events, name.text))
    return context.agreement.code_of_event(*event);
  std::vector<std::string> candidates = names_of(events);
  candidates.insert(candidates.end(), {"assigned", "changed", "held", "resumed"});
  if (name.text == "merged") {
    context
        .add(Code::unmapped_part, name.span,
             fmt::format("it is not said which {} it is merged into", context.about().name))
        .help = "name the column: `is merged into \"Winner ID\"`";
    return std::nullopt;
  }
  if (find_name(context.agreement.lifecycle.states, name.text)) {
    auto& finding = context.add(Code::unknown_name, name.span,
                                fmt::format("`{}` is a state, not an event", name.text));
    finding.help = fmt::format("write `enters {}`", name.text);
  } else {
    report_unknown(context, Code::unknown_name, name, "event", candidates);
  }
  return std::nullopt;
}

/// "is merged into ...": nothing else goes into anything.
std::optional<std::int64_t> merge_of(Context& context, const syntax::EventMapping& mapping) {
  if (mapping.target.text == "merged") return events::kMergeRow;
  context
      .add(Code::bad_value, mapping.into->span,
           fmt::format("`{}` does not go into another {}", mapping.target.text,
                       context.about().name))
      .help =
      fmt::format("write `is {}`, or `is merged into ...` for a duplicate", mapping.target.text);
  return std::nullopt;
}

std::optional<std::int64_t> meaning_of(Context& context, const syntax::EventMapping& mapping) {
  switch (mapping.action) {
    case syntax::EventAction::ignored: return kIgnored;
    case syntax::EventAction::is:
      if (mapping.into) return merge_of(context, mapping);
      return event_of(context, mapping.target);
    case syntax::EventAction::enters: {
      const auto state = resolve_state(context, mapping.target);
      if (!state) return std::nullopt;
      return context.agreement.entering(*state);
    }
  }
  return std::nullopt;
}

/// Values already mapped, with the place of the first.
class Mapped {
 public:
  bool claim(Context& context, const std::string& value, Span span) {
    const auto [first, free] = first_.emplace(value, span);
    if (free) return true;
    auto& finding = context.add(Code::duplicate_mapping, span,
                                fmt::format("{} is mapped twice", value), "mapped again here");
    finding.secondary.push_back({first->second, "first mapped here"});
    finding.help = "keep one of the two";
    return false;
  }

 private:
  std::map<std::string, Span> first_;
};

class SourceChecker {
 public:
  SourceChecker(Context& context, const syntax::Source& syntax)
      : context_(context), syntax_(syntax) {}

  agreement::Source check() {
    source_.name = syntax_.name.text;
    source_.title = title_of(syntax_.title);
    find_subject();
    if (record_is("owner")) check_person(syntax_.owner);
    else source_.owner = column(syntax_.owner);
    if (record_is("team")) check_person(syntax_.team);
    else source_.team = column(syntax_.team);
    source_.actor = column(syntax_.actor);
    source_.id = column(syntax_.id);
    source_.sequence = column(syntax_.sequence);
    source_.event = column(syntax_.event_column);
    for (const syntax::EventMapping& mapping : syntax_.events) check_merge(mapping);
    for (const syntax::CellTest& test : syntax_.rows) source_.rows.push_back(test_of(test));
    if (!record_is("owner")) source_.owner_when = test_of(syntax_.owner_when);
    if (!record_is("team")) source_.team_when = test_of(syntax_.team_when);
    source_.actor_when = test_of(syntax_.actor_when);
    check_present();
    if (syntax_.time) check_time(*syntax_.time);
    check_events();
    Mapped fields;
    for (const syntax::FieldMapping& mapping : fields_) {
      if (fields.claim(context_, fmt::format("the field `{}`", mapping.field.text),
                       mapping.field.span)) {
        check_field(mapping);
      }
    }
    return std::move(source_);
  }

 private:
  static std::string column(const std::optional<syntax::Text>& name) {
    return name ? name->value : "";
  }

  /// `lead from` is the id of the record that the source is of, or of its parent. Of other records
  /// the ids are mapped like fields, because only here is it known what they are. `subject from` is
  /// the record's own, whatever it is called: what a template says that is of any record.
  void find_subject() {
    const DeclaredRecord& record = context_.about();
    for (const syntax::FieldMapping& mapping : syntax_.fields) {
      const bool is_own = context_.record > 0 && mapping.field.text == record.name;
      const bool is_subject = mapping.field.text == "subject" &&
                              !find_name(context_.agreement.fields, mapping.field.text);
      if (is_own || is_subject) map_subject(mapping);
      else fields_.push_back(mapping);
    }
    if (!syntax_.subject) return;
    const syntax::Name lead{"lead", syntax_.subject->span};
    if (context_.record == 0) {
      map_subject({lead, *syntax_.subject, {}, syntax_.subject->span, {}});
    } else if (record.parent == lead.text) {
      fields_.push_back({lead, *syntax_.subject, {}, syntax_.subject->span, {}});
    } else {
      context_
          .add(Code::unknown_name, lead.span,
               fmt::format("this source is of {}, which have no lead",
                           agreement::plural(record.name)))
          .help = fmt::format("write `{} from ...` for the column of the id", record.name);
    }
  }

  bool record_is(std::string_view name) const { return context_.about().name == name; }

  /// `owner from "Rep"` is the subject of a source of owners.
  void check_person(const std::optional<syntax::Text>& person) {
    if (!person) return;
    source_.subject = person->value;
    const auto& when = record_is("owner") ? syntax_.owner_when : syntax_.team_when;
    if (!when) return;
    context_
        .add(Code::bad_value, when->span,
             fmt::format("the {} is read in every row of its own source", context_.about().name))
        .help = "choose rows with `rows where ...`";
  }

  void map_subject(const syntax::FieldMapping& mapping) {
    if (!source_.subject.empty()) {
      context_
          .add(Code::duplicate_mapping, mapping.span,
               fmt::format("the column of the {} is mapped twice", context_.about().name))
          .help = "keep one of the two";
    }
    source_.subject = mapping.column.value;
    if (mapping.values.empty() && !mapping.when) return;
    context_
        .add(Code::bad_value, mapping.span,
             fmt::format("the id of {} is read as it is, in every row",
                         agreement::one(context_.about().name)))
        .help = "leave out what follows the column";
  }

  /// The columns of a merge: one source has one for the lead and one for the winner.
  void check_merge(const syntax::EventMapping& mapping) {
    if (mapping.merged_record && mapping.merged_record->text != "subject") {
      check_subject(context_, *mapping.merged_record);
    }
    if (mapping.merged_from) {
      if (!source_.subject.empty()) {
        auto& finding =
            context_.add(Code::duplicate_mapping, mapping.merged_from->span,
                         fmt::format("the column of the {} is mapped twice", context_.about().name),
                         "mapped again here");
        if (syntax_.subject)
          finding.secondary.push_back({syntax_.subject->span, "first mapped here"});
        finding.help = "keep one of the two";
      }
      source_.subject = mapping.merged_from->value;
    }
    if (!mapping.into) return;
    if (!source_.into.empty() && source_.into != mapping.into->value) {
      context_
          .add(Code::duplicate_mapping, mapping.into->span,
               fmt::format("the {} that others go into stand in \"{}\" already",
                           agreement::plural(context_.about().name), source_.into))
          .help = "describe the other one in a source of its own; a source has one such column";
      return;
    }
    source_.into = mapping.into->value;
  }

  bool retracts() const {
    return std::ranges::any_of(syntax_.events, [](const syntax::EventMapping& mapping) {
      return mapping.action == syntax::EventAction::is && mapping.target.text == "retracted";
    });
  }

  /// A file of nothing but retractions need not repeat whose events they were.
  bool only_retracts() const {
    return syntax_.each_row && !syntax_.events.empty() &&
           syntax_.events.front().target.text == "retracted";
  }

  static agreement::CellTest test_of(const syntax::CellTest& test) {
    agreement::CellTest result{test.column.value, {}, test.negated};
    for (const syntax::Text& value : test.values) result.words.push_back(value.value);
    return result;
  }

  static std::optional<agreement::CellTest> test_of(const std::optional<syntax::CellTest>& test) {
    if (!test) return std::nullopt;
    return test_of(*test);
  }

  void check_present() {
    std::vector<std::string> missing, lines;
    const auto need = [&](bool present, std::string what, std::string line) {
      if (present) return;
      missing.push_back(std::move(what));
      lines.push_back(std::move(line));
    };
    const std::string& record = context_.about().name;
    need(!source_.subject.empty() || only_retracts(), record,
         record == "lead" ? "`lead from \"Lead ID\"`" : fmt::format("`{} from \"Id\"`", record));
    need(syntax_.time.has_value(), "time", "`time from \"Timestamp\"`");
    need(syntax_.event_column.has_value() || syntax_.each_row, "event",
         "`event from \"Event\" { ... }` or `each row enters ...`");
    need(!retracts() || syntax_.id, "id of the event that a retraction takes back",
         "`id from \"Event ID\"`");
    if (missing.empty()) return;
    context_
        .add(Code::unmapped_part, syntax_.name.span,
             fmt::format("source `{}` does not say where the {} is", syntax_.name.text,
                         agreement::listing(missing, "and the")))
        .help = fmt::format("add {}", agreement::listing(lines, "and"));
  }

  void check_time(const syntax::TimeMapping& time) {
    source_.time = time.column.value;
    if (time.dates_at) source_.dates_at_minute = time.dates_at->minute;
    switch (time.format) {
      case syntax::TimeFormat::text: source_.format = agreement::Source::TimeFormat::text; break;
      case syntax::TimeFormat::epoch_seconds:
        source_.format = agreement::Source::TimeFormat::epoch_seconds;
        break;
      case syntax::TimeFormat::epoch_milliseconds:
        source_.format = agreement::Source::TimeFormat::epoch_milliseconds;
        break;
    }
    if (time.zone) {
      if (resolve_zone(context_, *time.zone)) source_.zone = time.zone->value;
    } else if (time.format == syntax::TimeFormat::text) {
      local_zone(context_, time.span, "a source whose times may come without an offset");
    }
  }

  void check_events() {
    if (syntax_.each_row && syntax_.event_column) {
      auto& finding = context_.add(Code::duplicate_mapping, syntax_.event_column->span,
                                   "the event is both in a column and the same for each row");
      for (const syntax::EventMapping& mapping : syntax_.events) {
        if (!mapping.value) finding.secondary.push_back({mapping.span, "the same for each row"});
      }
      finding.help = "keep one of the two";
      return;
    }
    Mapped values;
    for (const syntax::EventMapping& mapping : syntax_.events) {
      const std::string said =
          mapping.value ? fmt::format("the value \"{}\"", mapping.value->value) : "`otherwise`";
      if (!values.claim(context_, said, mapping.value ? mapping.value->span : mapping.span))
        continue;
      const auto code = meaning_of(context_, mapping);
      if (!code) continue;
      if (mapping.value) {
        source_.events.push_back({mapping.value->value, *code});
      } else if (syntax_.each_row) {
        source_.each_row = static_cast<int>(*code);
      } else {
        source_.otherwise = static_cast<int>(*code);
      }
    }
  }

  void check_field(const syntax::FieldMapping& mapping) {
    const auto index = resolve_field(context_, mapping.field);
    if (!index || context_.broken_fields[static_cast<std::size_t>(*index)]) return;
    agreement::FieldMapping result;
    result.field = *index;
    result.column = mapping.column.value;
    result.when = test_of(mapping.when);
    Mapped values;
    for (const syntax::ValueMapping& value : mapping.values) {
      const std::string said =
          value.value ? fmt::format("the value \"{}\"", value.value->value) : "`otherwise`";
      if (!values.claim(context_, said, value.value ? value.value->span : value.span)) continue;
      const auto code = value_of(*index, value.target);
      if (!code) continue;
      if (value.value) {
        result.values.push_back({value.value->value, *code});
      } else if (*code < 0) {
        result.otherwise_unknown = true;
      } else {
        result.otherwise = *code;
      }
    }
    source_.fields.push_back(std::move(result));
  }

  /// What a mapped value becomes: a choice, yes or no, or unknown (-1).
  std::optional<std::int64_t> value_of(int index, const syntax::Name& target) {
    const auto& field = context_.agreement.fields[static_cast<std::size_t>(index)];
    const bool listed = std::ranges::find(field.choices, target.text) != field.choices.end();
    if (target.text == "unknown" && !listed) return kIgnored;
    if (field.type.kind == TypeKind::choice) return resolve_choice(context_, target, index);
    if (field.type.kind == TypeKind::yes_no && target.text == "yes") return 1;
    if (field.type.kind == TypeKind::yes_no && target.text == "no") return 0;
    auto& finding =
        context_.add(Code::type_mismatch, target.span,
                     fmt::format("`{}` is not a value of `{}`", target.text, field.name));
    finding.secondary.push_back(
        {field.span,
         fmt::format("declared {} here", agreement::type_words(context_.agreement, field))});
    finding.help = field.type.kind == TypeKind::yes_no
                       ? "write `yes`, `no` or `unknown`"
                       : "write `unknown`; nothing else can be said of its values";
    return std::nullopt;
  }

  Context& context_;
  const syntax::Source& syntax_;
  std::vector<syntax::FieldMapping> fields_;  ///< Less the id of the record itself.
  agreement::Source source_;
};

}  // namespace

void check_sources(Context& context) {
  for (const syntax::Source* source : context.declared.sources) {
    context.agreement.sources.push_back(SourceChecker(context, *source).check());
  }
}

}  // namespace sla::check
