// A set of holidays is flattened: what it takes over with `all of` becomes rules of its own, so
// that "next working day" sees them all. Which days those are is computed in
// runtime/time/holidays.h.
#include "compiler/check/holidays.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "compiler/check/names.h"
#include "compiler/syntax/dotted.h"

namespace sla::check {
namespace {

/// Sets that take over sets could grow without bound; no statute comes near.
constexpr std::size_t kMostRules = 5000;

Span place_of(const syntax::HolidaySet& set) {
  if (set.file) return set.file->span;
  return span_of(set.path);
}

std::string called(const syntax::HolidaySet& set) {
  return set.file ? set.file->value : dotted(set.path);
}

void intersect(HolidayRules& known, int first, int last) {
  known.first_known = std::max(known.first_known, first);
  known.last_known = std::min(known.last_known, last);
}

int year_of(const time::Zone& zone, time::Instant instant) {
  return time::civil_from_days(zone.date_of(instant)).year;
}

class Resolver {
 public:
  explicit Resolver(Context& context) : context_(context) {}

  /// `library`: where the name is written, whose own sets need no prefix.
  std::optional<HolidayRules> resolve(const syntax::HolidaySet& set, const std::string& library) {
    auto taken = set.file ? imported(set) : declared(set, library);
    if (!taken) return std::nullopt;
    leave_out(set, *taken);
    limit(set, *taken);
    add_also(set, *taken);
    return taken;
  }

  /// Each set is worked out once: sets that take over others twice would double with every level.
  const std::optional<HolidayRules>& resolve(const DeclaredHolidays& declared) {
    const auto known = resolved_.find(declared.syntax);
    if (known != resolved_.end()) return known->second;
    return resolved_.emplace(declared.syntax, rules_of(declared)).first->second;
  }

 private:
  std::optional<HolidayRules> rules_of(const DeclaredHolidays& declared) {
    const syntax::Holidays& syntax = *declared.syntax;
    open_.push_back(&syntax);
    HolidayRules result;
    if (syntax.known_from) result.first_known = syntax.known_from->year;
    if (syntax.known_to) result.last_known = syntax.known_to->year;
    for (const auto& item : syntax.items) {
      if (const auto* rule = std::get_if<syntax::HolidayRule>(&item)) add(*rule, result);
      else take_over(std::get<syntax::HolidaySet>(item), declared.library, result);
    }
    open_.pop_back();
    if (result.rules.size() > kMostRules) {
      context_.add(Code::bad_value, syntax.name.span,
                   fmt::format("a set of more than {} holidays", kMostRules));
      return std::nullopt;
    }
    return result;
  }

  void add(const syntax::HolidayRule& written, HolidayRules& result) {
    auto rule = holiday_rule(context_, written);
    if (!rule) return;
    narrow_to_rule(result, written, *rule);
    result.rules.push_back(*std::move(rule));
  }

  void take_over(const syntax::HolidaySet& set, const std::string& library, HolidayRules& result) {
    auto taken = resolve(set, library);
    if (!taken || result.rules.size() > kMostRules) return;
    intersect(result, taken->first_known, taken->last_known);
    std::ranges::move(taken->rules, std::back_inserter(result.rules));
  }

  std::optional<HolidayRules> imported(const syntax::HolidaySet& set) {
    const auto found =
        std::ranges::find(context_.imports.holidays, set.file->span, &ImportedHolidays::named);
    if (found == context_.imports.holidays.end()) return std::nullopt;
    return HolidayRules{found->rules, found->first_known, found->last_known};
  }

  std::optional<HolidayRules> declared(const syntax::HolidaySet& set, const std::string& library) {
    const DeclaredHolidays* found = find(dotted(set.path), library);
    if (found == nullptr) {
      report_unknown_set(set, library);
      return std::nullopt;
    }
    if (std::ranges::find(open_, found->syntax) != open_.end()) {
      context_.add(Code::cyclic_definition, place_of(set),
                   fmt::format("the holiday set `{}` takes over itself", found->full_name()));
      return std::nullopt;
    }
    return resolve(*found);
  }

  const DeclaredHolidays* find(const std::string& name, const std::string& library) const {
    const auto& all = context_.declared.holidays;
    if (!library.empty()) {
      const auto own = std::ranges::find(all, library + "." + name, &DeclaredHolidays::full_name);
      if (own != all.end()) return &*own;
    }
    const auto found = std::ranges::find(all, name, &DeclaredHolidays::full_name);
    return found == all.end() ? nullptr : &*found;
  }

  void report_unknown_set(const syntax::HolidaySet& set, const std::string& library) {
    const Span span = place_of(set);
    if (std::ranges::find(context_.imports.reported, span) != context_.imports.reported.end())
      return;
    std::vector<std::string> names;
    for (const DeclaredHolidays& each : context_.declared.holidays) {
      if (each.library.empty() || each.library == library ||
          dotted(set.path).starts_with(each.library + "."))
        names.push_back(each.full_name());
    }
    report_unknown(context_, Code::unknown_name, {dotted(set.path), span}, "holiday set", names);
  }

  void leave_out(const syntax::HolidaySet& set, HolidayRules& taken) {
    for (const syntax::Text& title : set.except) {
      bool found = false;
      for (time::HolidayRule& rule : taken.rules) {
        if (rule.title != title.value) continue;
        found = rule.left_out = true;
      }
      if (!found) report_unknown_day(set, title, taken);
    }
  }

  void report_unknown_day(const syntax::HolidaySet& set, const syntax::Text& title,
                          const HolidayRules& taken) {
    std::vector<std::string> titles;
    for (const time::HolidayRule& rule : taken.rules) titles.push_back(rule.title);
    auto& finding =
        context_.add(Code::unknown_name, title.span,
                     fmt::format("`{}` has no holiday \"{}\"", called(set), title.value));
    if (const auto near = diagnose::nearest(title.value, titles)) {
      finding.help = fmt::format("did you mean \"{}\"?", *near);
      finding.fix = {title.span, fmt::format("\"{}\"", *near)};
    } else {
      finding.help = "write its title as the set does";
    }
  }

  /// Outside its years a set is not used, so nothing has to be known of it there.
  void limit(const syntax::HolidaySet& set, HolidayRules& taken) {
    if (set.from && set.to && set.to->year < set.from->year) {
      context_.add(Code::bad_value, set.to->span, "the last year is before the first");
      return;
    }
    if (set.from) {
      if (set.from->year >= taken.first_known) taken.first_known = time::kMinYear;
      for (time::HolidayRule& rule : taken.rules)
        rule.from_year = std::max(rule.from_year, set.from->year);
    }
    if (set.to) {
      if (set.to->year <= taken.last_known) taken.last_known = time::kMaxYear;
      for (time::HolidayRule& rule : taken.rules)
        rule.to_year = std::min(rule.to_year, set.to->year);
    }
  }

  void add_also(const syntax::HolidaySet& set, HolidayRules& taken) {
    for (const syntax::AlsoDay& day : set.also) {
      syntax::HolidayRule written;
      written.title = day.title.value_or(syntax::Text{"", day.from.span});
      written.base = syntax::HolidayBaseKind::dates;
      written.dates = {{day.from, day.to}};
      written.base_span = written.span = source::join(day.from.span, day.to.span);
      auto rule = holiday_rule(context_, written);
      if (!rule) continue;
      rule->beside = true;
      taken.rules.push_back(*std::move(rule));
    }
  }

  Context& context_;
  std::vector<const syntax::Holidays*> open_;
  std::map<const syntax::Holidays*, std::optional<HolidayRules>> resolved_;
};

}  // namespace

void check_holidays(Context& context) {
  Resolver resolver(context);
  for (const DeclaredHolidays& declared : context.declared.holidays) {
    if (declared.library.empty()) resolver.resolve(declared);
  }
}

std::optional<HolidayRules> resolve_holidays(Context& context, const syntax::HolidaySet& set) {
  return Resolver(context).resolve(set, "");
}

void warn_of_unknown_years(Context& context, const syntax::HolidaySet& set,
                           const agreement::HolidayUse& use) {
  if (!context.agreement.has_term) return;
  const int first = year_of(context.zone, context.agreement.term_begin);
  const int last = year_of(context.zone, context.agreement.term_end - 1);
  if (first >= use.first_known && last <= use.last_known) return;
  const bool ends = last > use.last_known;
  auto& finding = context.add(
      Code::holidays_not_known, place_of(set),
      ends ? fmt::format("the holidays of `{}` are known to {}, and the agreement is in force "
                         "until {}",
                         called(set), use.last_known, last)
           : fmt::format("the holidays of `{}` are known from {}, and the agreement is in force "
                         "from {}",
                         called(set), use.first_known, first));
  finding.help = ends ? fmt::format(
                            "add the later ones with `also`, or say `to {}` when the set is "
                            "not meant beyond",
                            use.last_known)
                      : fmt::format(
                            "add the earlier ones with `also`, or say `from {}` when the "
                            "set is not meant before",
                            use.first_known);
}

}  // namespace sla::check
