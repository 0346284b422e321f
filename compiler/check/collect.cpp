#include "compiler/check/collect.h"

#include <fmt/format.h>

#include "compiler/check/names.h"

namespace sla::check {
namespace {

/// Words that a source may say after `is` and that mean events of the language itself.
constexpr std::string_view kBuiltInEvents[] = {"assigned", "changed", "held",      "hold",
                                               "resumed",  "resume",  "retracted", "ignored"};
constexpr std::string_view kBuiltInTouches[] = {"call", "email", "meeting"};

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
                                 "a second agreement in one compilation");
    finding.secondary.push_back({declared_.header->title.span, "the first one"});
    finding.help = "keep one; the other files only add to it";
  }

  void operator()(const syntax::Calendar& calendar) {
    if (calendars_.claim(context_, calendar.name)) declared_.calendars.push_back(&calendar);
  }

  void operator()(const syntax::Record& record) {
    if (!records_.claim(context_, record.name)) return;
    if (record.name.text == "lead") {
      declared_.lead = &record;
    } else {
      report_not_supported(context_, record.name.span, "records other than `lead` are");
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

  void operator()(const syntax::Source& source) {
    if (sources_.claim(context_, source.name)) declared_.sources.push_back(&source);
  }

  void operator()(const syntax::Clause& clause) {
    if (conditions_.claim(context_, clause.name)) declared_.clauses.push_back(&clause);
  }

  void operator()(const syntax::Program& program) {
    if (programs_.claim(context_, program.name)) declared_.programs.push_back(&program);
  }

  void operator()(const syntax::OtherDeclaration& other) {
    report_not_supported(context_, other.name.span, fmt::format("a {} is", other.kind));
  }

  /// Lifecycles last: whether their subject exists is known only when all records have been seen.
  void finish() {
    for (const syntax::Lifecycle* lifecycle : lifecycles_found_) {
      const syntax::Name& subject = lifecycle->subject;
      if (!lifecycles_.claim(context_, subject)) continue;
      if (subject.text == "lead") {
        declared_.lifecycle = lifecycle;
      } else if (records_.claim_silently(subject)) {
        report_unknown(context_, Code::unknown_name, subject, "record", {"lead"});
      } else {
        // The record itself has been refused, which says enough.
        continue;
      }
    }
  }

 private:
  Context& context_;
  Declarations& declared_;
  Taken calendars_{"calendar"}, records_{"record"}, roles_{"role"}, events_{"event"},
      sources_{"source"}, lifecycles_{"lifecycle of"}, programs_{"program"};
  /// Defines and clauses share their names, because a condition may come to name either.
  Taken conditions_{"name"};
  std::vector<const syntax::Lifecycle*> lifecycles_found_;
};

}  // namespace

void collect(Context& context, std::span<const syntax::File> files) {
  Collector collector(context);
  for (const syntax::File& file : files) {
    for (const syntax::Declaration& declaration : file.declarations)
      std::visit(collector, declaration);
  }
  collector.finish();
  if (context.declared.header == nullptr && !files.empty()) {
    context.zone_given = context.currency_given = true;
    context
        .add(Code::missing_agreement, Span{files.front().index, 0, 0},
             "no agreement says between whom, and in which time zone, the clauses hold")
        .help = "begin with `agreement \"Title\" { time zone \"America/New_York\" }`";
  }
}

diagnose::Finding& report_not_supported(Context& context, Span span, std::string_view what) {
  auto& finding = context.add(Code::not_supported, span,
                              fmt::format("{} read but not evaluated by this version", what));
  finding.help = "take it out, or put `#` before its lines, until a version that evaluates it";
  return finding;
}

}  // namespace sla::check
