// A promise as one sentence, and the steps around it.
#include <fmt/format.h>

#include "compiler/agreement/words.h"

namespace sla::agreement {
namespace {

std::string within(const Duration& target) {
  const std::string text = words(target);
  return text == "immediately" ? text : "within " + text;
}

/// "within 15 minutes for leads where hot, or within 2 hours otherwise". `lead_in` stands before
/// each duration.
std::string target_words(const Agreement& agreement, const std::vector<Tier>& tiers,
                         std::string_view lead_in) {
  std::vector<std::string> parts;
  for (const Tier& tier : tiers) {
    std::string text =
        lead_in.empty() ? within(tier.target) : fmt::format("{} {}", lead_in, words(tier.target));
    if (tier.when) text += " where " + words(agreement, *tier.when);
    if (!tier.when && tiers.size() > 1) text += " otherwise";
    parts.push_back(std::move(text));
  }
  return fmt::format("{}", fmt::join(parts, ", or "));
}

std::string amount_words(const Agreement& agreement, const Volume& volume) {
  if (volume.sum_of < 0) return fmt::format("{}", volume.amount);
  const Field& field = agreement.fields[static_cast<std::size_t>(volume.sum_of)];
  return fmt::format("{} of the sum of {}", value_words(agreement, field.type, volume.amount),
                     field.name);
}

/// "leads entering mql", "leads with call or email".
std::string counted_words(const Agreement& agreement, const Trigger& trigger) {
  const std::string text = words(agreement, trigger);
  const bool verb =
      text.starts_with("entering ") || text.starts_with("leaving ") || text.starts_with("being ");
  return plural(agreement.subject_kind) + (verb ? " " : " with ") + text;
}

std::string period_words(const Agreement& agreement, const Period& period, const Grouping& group) {
  const std::string per = words(agreement, group);
  return " " + words(period) + (per.empty() ? "" : " " + per);
}

class Sentence {
 public:
  Sentence(const Agreement& agreement, const Clause& clause) : a_(agreement), c_(clause) {}

  std::string make() const {
    return fmt::format("{} must {}{}", a_.parties[static_cast<std::size_t>(c_.party)].name,
                       promise(), c_.when ? " when " + words(a_, *c_.when) : "");
  }

 private:
  std::string promise() const {
    switch (c_.kind) {
      case ClauseKind::deadline: return deadline();
      case ClauseKind::cadence: return cadence();
      case ClauseKind::time_in_state: return stay();
      case ClauseKind::prohibition: return prohibition();
      case ClauseKind::volume: return volume();
      case ClauseKind::share: return share();
      case ClauseKind::conversion: return conversion();
    }
    return {};
  }

  std::string deeds(const std::vector<Discharge>& discharges, const char* last) const {
    std::vector<std::string> parts;
    for (const Discharge& each : discharges) parts.push_back(words(a_, each));
    return fmt::format("{}", fmt::join(parts, fmt::format(" {} ", last)));
  }

  std::string deadline() const {
    const Deadline& d = c_.deadline;
    return fmt::format("{} {} of {}", deeds(d.discharges, d.all ? "and" : "or"),
                       target_words(a_, d.tiers, ""), words(a_, d.start));
  }

  std::string cadence() const {
    const Deadline& d = c_.deadline;
    const Discharge& touches = d.discharges.front();
    std::string text = fmt::format("{} at least {} of {}{} {} of {}",
                                   are_touches(a_, touches.events) ? "make" : "log", d.needed,
                                   event_words(a_, touches.events), by_words(a_, touches),
                                   target_words(a_, d.tiers, ""), words(a_, d.start));
    if (d.apart) text += fmt::format(", at most {} apart", words(*d.apart));
    if (!d.until.empty()) text += ", until " + event_words(a_, d.until);
    return text;
  }

  std::string stay() const {
    const Deadline& d = c_.deadline;
    return fmt::format("not leave {} in {} {}", one(a_.subject_kind),
                       event_words(a_, d.start.events), target_words(a_, d.tiers, "longer than"));
  }

  std::string prohibition() const {
    const Prohibition& p = c_.prohibition;
    std::string text = "not " + deeds(p.forbidden, "or");
    if (p.without) text += " unless " + words(a_, *p.without);
    if (p.while_) text += " while " + words(a_, *p.while_);
    if (p.outside >= 0) {
      text += " outside " + a_.calendars[static_cast<std::size_t>(p.outside)].name;
    }
    return text;
  }

  std::string volume() const {
    const Volume& v = c_.volume;
    std::string text =
        fmt::format("reach {} {} {}{}", v.at_least ? "at least" : "at most", amount_words(a_, v),
                    sum_or_leads(v), period_words(a_, v.period, v.group));
    if (v.every_entry) text += ", every entry";
    if (v.where) text += " where " + words(a_, *v.where);
    return text;
  }

  /// After an amount of a field only the event is left to say.
  std::string sum_or_leads(const Volume& v) const {
    return v.sum_of >= 0 ? words(a_, v.counted) : counted_words(a_, v.counted);
  }

  std::string share() const {
    const Volume& v = c_.volume;
    const std::string whole =
        v.sum_of < 0
            ? counted_words(a_, v.counted)
            : fmt::format("the sum of {} {}", a_.fields[static_cast<std::size_t>(v.sum_of)].name,
                          words(a_, v.counted));
    std::string text =
        fmt::format("reach {} {}% of {}{}", v.at_least ? "at least" : "at most",
                    exact_decimal(v.micro_percent), whole, period_words(a_, v.period, v.group));
    if (v.every_entry) text += ", every entry";
    if (v.part) text += " where " + words(a_, *v.part);
    return text;
  }

  std::string conversion() const {
    const Conversion& v = c_.conversion;
    std::string text =
        fmt::format("move {} {}% of the {}{} to {} {}", v.at_least ? "at least" : "at most",
                    exact_decimal(v.target.micro_percent), counted_words(a_, v.entering),
                    period_words(a_, v.target.period, v.target.group), event_words(a_, v.reached),
                    within(v.window));
    if (v.not_counting) {
      text += fmt::format(", not counting {} where {}", plural(a_.subject_kind),
                          words(a_, *v.not_counting));
    }
    return text;
  }

  const Agreement& a_;
  const Clause& c_;
};

std::string recipient_words(const Agreement& agreement, const Recipient& recipient) {
  const auto index = static_cast<std::size_t>(recipient.index);
  switch (recipient.kind) {
    case Recipient::Kind::owner: return "owner";
    case Recipient::Kind::team: return "team";
    case Recipient::Kind::role: return agreement.roles[index].name;
    case Recipient::Kind::party: return agreement.parties[index].name;
  }
  return {};
}

}  // namespace

std::string sentence(const Agreement& agreement, const Clause& clause) {
  return Sentence(agreement, clause).make();
}

std::string words(const Step& step) {
  switch (step.at) {
    case Step::At::percent: return fmt::format("at {}%", exact_decimal(step.micro_percent));
    case Step::At::before_due: return words(step.offset) + " before due";
    case Step::At::due: return "at due";
    case Step::At::after_due: return words(step.offset) + " after due";
    case Step::At::met:
      return step.within ? fmt::format("when met within {}", words(*step.within)) : "when met";
    case Step::At::breached: return "when breached";
    case Step::At::target_met: return "when target met";
    case Step::At::target_missed: return "when target missed";
  }
  return {};
}

std::string words(const Agreement& agreement, const Effect& effect) {
  std::vector<std::string> names;
  for (const Recipient& each : effect.to) names.push_back(recipient_words(agreement, each));
  const std::string to = fmt::format("{}", fmt::join(names, ", "));
  const std::string quoted = effect.title.empty() ? "" : " " + quoted_text(effect.title);
  std::string how;
  if (!effect.channel.empty()) how += " by " + effect.channel;
  if (effect.calendar >= 0) {
    how += " in " + agreement.calendars[static_cast<std::size_t>(effect.calendar)].name;
  }
  const char* points = effect.points == 1 ? "point" : "points";
  switch (effect.kind) {
    case EffectKind::remind: return "remind " + to + how + quoted;
    case EffectKind::notify: return "notify " + to + how + quoted;
    case EffectKind::escalate: return "escalate to " + to + how + quoted;
    case EffectKind::create_task: return fmt::format("create task{} for {}{}", quoted, to, how);
    case EffectKind::award: return fmt::format("award {} {} to {}", effect.points, points, to);
    case EffectKind::deduct: return fmt::format("deduct {} {} from {}", effect.points, points, to);
  }
  return {};
}

}  // namespace sla::agreement
