#include "compiler/check/collect.h"

#include <fmt/format.h>

#include "compiler/check/names.h"

namespace sla::check {
namespace {

/// Words that a source may say after `is` and that mean events of the language itself.
constexpr std::string_view kBuiltInEvents[] = {"assigned", "changed", "held",      "hold",
                                               "resumed",  "resume",  "retracted", "ignored"};
constexpr std::string_view kBuiltInTouches[] = {"call", "email", "meeting"};

constexpr std::size_t kMostRecords = 33;

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

class Collector {
 public:
  explicit Collector(Context& context) : context_(context), declared_(context.declared) {}

  void operator()(const syntax::AgreementHeader& header) {
    if (declared_.header == nullptr) {
      declared_.header = &header;
      return;
    }
    auto& finding = context_.add(Code::duplicate_agreement, header.title.span,
                                 "this is a second agreement; one policy has one");
    finding.secondary.push_back({declared_.header->title.span, "the first one"});
    finding.help = "keep one; the other files only add to it";
  }

  void operator()(const syntax::Calendar& calendar) {
    if (calendars_.claim(context_, calendar.name)) declared_.calendars.push_back(&calendar);
  }

  void operator()(const syntax::Holidays& holidays) {
    // Two libraries may have sets of one name: `br.national` and `jp.national`.
    const DeclaredHolidays declared{&holidays, library_};
    const syntax::Name full{declared.full_name(), holidays.name.span};
    if (holidays_.claim(context_, full)) declared_.holidays.push_back(declared);
  }

  void operator()(const syntax::Record& record) {
    if (!records_.claim(context_, record.name)) return;
    if (record.name.text == "lead") {
      declared_.records.front().fields = &record;
    } else if (declared_.records.size() < kMostRecords) {
      declared_.records.push_back({.name = record.name.text, .fields = &record});
    } else {
      context_.add(
          Code::bad_value, record.name.span,
          fmt::format("a policy has at most {} records besides the lead", kMostRecords - 1));
    }
  }

  void operator()(const syntax::Define& define) {
    if (conditions_.claim(context_, define.name)) declared_.defines.push_back(&define);
  }

  void operator()(const syntax::Lifecycle& lifecycle) { lifecycles_found_.push_back(&lifecycle); }

  void operator()(const syntax::Role& role) {
    if (roles_.claim(context_, role.name)) declared_.roles.push_back(&role);
  }

  void operator()(const syntax::EventDeclaration& event) {
    const bool same_as_touch = is_one_of(event.name.text, kBuiltInTouches);
    if (is_one_of(event.name.text, kBuiltInEvents) || (same_as_touch && !event.touch)) {
      context_
          .add(Code::duplicate_name, event.name.span,
               fmt::format("`{}` is an event of the language itself", event.name.text))
          .help = "choose another name";
      return;
    }
    if (events_.claim(context_, event.name)) declared_.events.push_back(&event);
  }

  void operator()(const syntax::Use&) {}
  // Filled in before; what they became stands among the other declarations.
  void operator()(const syntax::Template&) {}
  void operator()(const syntax::Instance&) {}
  void operator()(const syntax::Parameter&) {}

  void operator()(const syntax::Source& source) {
    if (sources_.claim(context_, source.name)) declared_.sources.push_back(&source);
  }

  void operator()(const syntax::Clause& clause) {
    if (conditions_.claim(context_, clause.name)) declared_.clauses.push_back(&clause);
  }

  void operator()(const syntax::Test& test) {
    if (tests_.claim(context_, {test.title.value, test.title.span})) {
      declared_.tests.push_back(&test);
    }
  }

  void operator()(const syntax::Program& program) {
    if (programs_.claim(context_, program.name)) declared_.programs.push_back(&program);
  }

  void file(const syntax::File& file) {
    library_ = file.library;
    for (const syntax::Declaration& declaration : file.declarations) {
      // A calendar that names a set of a library wants nothing else of it.
      if (library_.empty() || std::holds_alternative<syntax::Holidays>(declaration))
        std::visit(*this, declaration);
    }
  }

  /// Lifecycles last: whether their subject exists is known only when all records have been seen.
  void finish() {
    for (const syntax::Clause* clause : declared_.clauses) speak_of_people(clause->subject);
    for (const syntax::Source* source : declared_.sources) speak_of_people(source->record);
    for (const syntax::Lifecycle* lifecycle : lifecycles_found_)
      speak_of_people(lifecycle->subject);
    for (DeclaredRecord& record : declared_.records) resolve_parent(record);
    for (const syntax::Lifecycle* lifecycle : lifecycles_found_) {
      const syntax::Name& subject = lifecycle->subject;
      if (!lifecycles_.claim(context_, subject)) continue;
      if (const auto record = find_name(declared_.records, subject.text)) {
        declared_.records[static_cast<std::size_t>(*record)].lifecycle = lifecycle;
      } else {
        report_unknown(context_, Code::unknown_name, subject, "record",
                       names_of(declared_.records));
      }
    }
  }

 private:
  /// Owners and teams are there without being declared, as leads are.
  void speak_of_people(const std::optional<syntax::Name>& record) {
    if (!record || !agreement::is_people(record->text)) return;
    if (find_name(declared_.records, record->text)) return;
    declared_.records.push_back({.name = record->text, .fields = nullptr});
  }

  void resolve_parent(DeclaredRecord& record) {
    if (record.fields == nullptr || !record.fields->parent) return;
    const syntax::Name& parent = *record.fields->parent;
    if (agreement::is_people(record.name)) {
      context_
          .add(Code::bad_value, parent.span, fmt::format("a record `{}` is of nobody", record.name))
          .help = fmt::format("write `{} {{ ... }}`", record.name);
      return;
    }
    if (!find_name(declared_.records, parent.text)) {
      report_unknown(context_, Code::unknown_name, parent, "record", names_of(declared_.records));
      return;
    }
    // Parents that are there already may lead back to this record.
    std::string above = parent.text;
    while (!above.empty() && above != record.name) {
      above =
          declared_.records[static_cast<std::size_t>(*find_name(declared_.records, above))].parent;
    }
    if (above.empty()) {
      record.parent = parent.text;
      return;
    }
    context_
        .add(Code::cyclic_definition, parent.span,
             fmt::format("`{}` is a part of itself", record.name))
        .help = "leave out `of` for the record that comes first";
  }

  Context& context_;
  Declarations& declared_;
  std::string library_;
  Taken calendars_{"calendar"}, holidays_{"holiday set"}, records_{"record"}, roles_{"role"},
      events_{"event"}, sources_{"source"}, lifecycles_{"lifecycle of"}, tests_{"test"},
      programs_{"program"};
  /// Defines and clauses share their names, because a condition may come to name either.
  Taken conditions_{"name"};
  std::vector<const syntax::Lifecycle*> lifecycles_found_;
};

}  // namespace

void collect(Context& context, std::span<const syntax::File> files) {
  Collector collector(context);
  for (const syntax::File& file : files) collector.file(file);
  collector.finish();
  if (context.declared.header == nullptr && !files.empty()) {
    context.zone_given = context.currency_given = true;
    context
        .add(Code::missing_agreement, Span{files.front().index, 0, 0},
             "no agreement says between whom, and in which time zone, the clauses hold")
        .help = "begin with `agreement \"Title\" { time zone \"America/New_York\" }`";
  }
}

}  // namespace sla::check
