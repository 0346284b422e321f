#include "tests/property/sound_agreement.h"

#include <iterator>
#include <random>

#include <fmt/format.h>

namespace sla::property {
namespace {

class Writer {
 public:
  Writer(std::uint64_t seed, Defect defect) : random_(seed), defect_(defect) {
    recycles_ = chance(60) || is(Defect::reset_loop) || is(Defect::never_pauses) ||
                is(Defect::orphan_state) || is(Defect::never_attaches);
    has_inquiry_ = chance(50);
    has_opportunity_ = chance(50);
    has_source_ = chance(50) || is(Defect::never_produced);
    has_sum_ = has_opportunity_ && chance(50);
  }

  std::string run() {
    head();
    calendar();
    lead();
    lifecycle();
    if (!is(Defect::one_sided)) of_marketing();
    of_sales();
    if (has_source_) source();
    return std::move(text_);
  }

 private:
  // ---- chance; always drawn in the same order, so that a defect changes nothing else
  int pick(int from, int to) {
    return from + static_cast<int>(random_() % static_cast<std::uint64_t>(to - from + 1));
  }
  bool chance(int percent) { return pick(1, 100) <= percent; }
  template <std::size_t N>
  std::string one_of(const char* const (&words)[N]) {
    return words[static_cast<std::size_t>(pick(0, static_cast<int>(N) - 1))];
  }
  bool is(Defect defect) const { return defect_ == defect; }

  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
  }

  void head() {
    static constexpr const char* kZones[] = {"America/New_York", "Europe/Berlin", "Asia/Kolkata",
                                             "Australia/Sydney", "America/Sao_Paulo"};
    line("agreement \"Sound agreement\" {{");
    line("  version    {}", pick(1, 9));
    line("  between    marketing and sales");
    line("  in force   2026-01-01 to 2026-12-31");
    line("  time zone  \"{}\"", one_of(kZones));
    line("  currency   USD");
    line("  calendar   office\n}}\n");
  }

  void calendar() {
    static constexpr const char* kHours[] = {"09:00-17:00", "08:00-18:00", "09:00-18:00",
                                             "09:00-13:00, 14:00-18:00"};
    line("calendar office {{");
    line("  open    Mon-Fri {}", one_of(kHours));
    if (chance(20)) line("  open    Sat 10:00-14:00");
    if (chance(50)) line("  closed  2026-12-25 \"Christmas Day\"");
    if (chance(30)) line("  closed  2026-01-01, 2026-05-01");
    line("}}\n");
  }

  void lead() {
    line("lead {{");
    line("  score   integer");
    line("  source  one of web, event, referral");
    line("  amount  money?");
    line("  reason  text?\n}}\n");
    line("define good_fit \"Ideal customer\" = score >= {}\n", 10 * pick(3, 8));
    if (is(Defect::unused_definition)) line("define spare \"For later\" = score >= 99\n");
  }

  void lifecycle() {
    line("lifecycle lead {{");
    if (has_inquiry_) line("  inquiry  owned by marketing");
    line("  mql  owned by marketing");
    line("  sal  owned by sales");
    if (has_opportunity_)
      line("  opportunity  owned by sales{}", has_sum_ ? "  requires amount is known" : "");
    if (recycles_) line("  recycled  owned by marketing");
    line("  disqualified  final  requires reason is known");
    line("  won, lost  final\n");
    line("  {}mql -> sal -> {}won or lost", has_inquiry_ ? "inquiry -> " : "",
         has_opportunity_ ? "opportunity -> " : "");
    line("  mql or sal -> disqualified");
    if (recycles_) line("  mql or sal -> recycled -> mql");
    line("}}\n");
  }

  std::string answers() const {
    return recycles_ ? "sal, recycled or disqualified" : "sal or disqualified";
  }
  int percent() { return pick(70, 95); }

  void of_marketing() {
    const int volume = 100 * pick(2, 9);
    line("clause mql_volume \"Enough leads\" {{");
    line("  marketing must deliver at least {} leads entering mql each month{}\n}}\n", volume,
         chance(50) ? ", paced by business day" : "");
    if (chance(60)) {
      line("clause quality \"Good leads\" {{");
      line("  marketing must not move a lead to mql without good_fit");
      line("  target {}% each month\n}}\n", percent());
    }
    const int routing = pick(1, 2);
    if (chance(60)) {
      line("clause routing \"An owner for every lead\" {{");
      line("  marketing must assign a lead within {} business hours of entering mql", routing);
      line("  target {}% each month\n}}\n", percent());
    }
    if (recycles_ && !is(Defect::orphan_state)) {
      line("clause nurtured \"What comes back is decided again\" {{");
      line("  marketing must not leave a lead in recycled longer than {} business days",
           pick(20, 60));
      line("}}\n");
    }
    if (has_sum_) {
      line("clause pipeline \"Enough pipeline\" {{");
      line(
          "  marketing must source at least {} USD of the sum of amount entering opportunity each "
          "quarter\n}}\n",
          10000 * pick(2, 40));
    }
  }

  void tiers() {
    const int hours = pick(2, 6);
    if (chance(50)) {
      line("  within {} business hours", hours);
      return;
    }
    line("  within {{");
    line("    good_fit   {} business hours", hours);
    line("    otherwise  {} business days\n  }}", pick(2, 4));
  }

  void steps() {
    if (chance(50)) line("  at {}%  remind owner", pick(50, 80));
    if (chance(40)) line("  when breached  notify manager");
    if (chance(30)) line("  when met  award {} points", pick(1, 20));
  }

  void answer() {
    line("clause answer \"Every lead has an answer\" {{");
    line("  sales must move a lead to {}",
         is(Defect::reset_loop) ? "sal or disqualified" : answers());
    tiers();
    line("  of {}", is(Defect::never_attaches) ? "leaving mql" : "entering mql");
    if (is(Defect::reset_loop)) line("  while in mql");
    if (is(Defect::never_runs)) line("  paused while in mql");
    if (is(Defect::never_pauses)) line("  paused while in lost");
    if (chance(30) && !is(Defect::never_runs) && !is(Defect::never_pauses))
      line("  paused while on_hold");
    if (chance(30)) line("  on reassignment  continue with 1 business hour grace");
    line("  target {}% each month{}", percent(), chance(50) ? " per team" : "");
    steps();
    line("}}\n");
  }

  void of_sales() {
    answer();
    if (is(Defect::never_produced)) {
      line("clause shown \"Every lead is met\" {{");
      line("  sales must hold a meeting within 20 business days of entering sal\n}}\n");
    }
    if (is(Defect::unreachable_discharge)) {
      line("clause again \"A lead that is lost is asked again\" {{");
      line("  sales must move a lead to sal within 20 business days of entering lost\n}}\n");
    }
    line("clause decided \"No lead stands still\" {{");
    line("  sales must not leave a lead in sal longer than {} business days", pick(10, 30));
    line("  target {}% each month", percent());
    if (chance(50)) line("  2 business days before due  remind owner");
    line("}}\n");
    if (has_opportunity_) {
      line("clause closing \"No opportunity stands still\" {{");
      line(
          "  sales must move a lead to won or lost within {} business days of entering "
          "opportunity\n}}\n",
          pick(20, 60));
    }
    const int gap = pick(3, 5), touches = pick(3, 5);
    if (chance(50)) {
      line("clause follow_up \"A conversation\" {{");
      line("  sales must make at least {} of call or email", touches);
      line("  within {} business days of entering sal", touches * gap);
      line("  at most {} business days apart", gap);
      line("  until {}won, lost or disqualified", has_opportunity_ ? "opportunity, " : "");
      line("  target {}% each month\n}}\n", percent());
    }
    const int rate = pick(5, 30);
    if (chance(40) && !is(Defect::reset_loop)) {
      line("clause conversion \"Leads become customers\" {{");
      line(
          "  sales must move at least {}% of the leads entering sal each quarter to won within 90 "
          "days\n}}\n",
          rate);
    }
  }

  void source() {
    line("source crm \"CRM export\" {{");
    line("  lead   from lead_id\n  time   from at\n  owner  from owner");
    line("  event  from event {{");
    if (has_inquiry_) line("    \"inquiry\"  enters inquiry");
    line("    \"mql\"  enters mql\n    \"sal\"  enters sal");
    if (has_opportunity_) line("    \"opportunity\"  enters opportunity");
    if (recycles_) line("    \"recycled\"  enters recycled");
    line(
        "    \"disqualified\"  enters disqualified\n    \"won\"  enters won\n    \"lost\"  enters "
        "lost");
    line("    \"assigned\"  is assigned\n    \"call\"  is call\n    \"email\"  is email");
    line("    \"held\"  is held\n    \"resumed\"  is resumed");
    line("    otherwise  is changed\n  }}");
    line(
        "  score   from score\n  source  from source\n  amount  from amount\n  reason  from "
        "reason");
    line("}}\n");
  }

  std::mt19937_64 random_;
  Defect defect_;
  bool recycles_ = false, has_inquiry_ = false, has_opportunity_ = false, has_source_ = false,
       has_sum_ = false;
  std::string text_;
};

}  // namespace

std::string code_of(Defect defect) {
  switch (defect) {
    case Defect::none: return "";
    case Defect::reset_loop: return "SLA2107";
    case Defect::orphan_state: return "SLA2108";
    case Defect::never_produced: return "SLA2122";
    case Defect::never_attaches: return "SLA2131";
    case Defect::never_runs: return "SLA2132";
    case Defect::never_pauses: return "SLA2133";
    case Defect::unreachable_discharge: return "SLA2134";
    case Defect::unused_definition: return "SLA2204";
    case Defect::one_sided: return "SLA2209";
  }
  return "";
}

std::string sound_agreement(std::uint64_t seed, Defect defect) {
  return Writer(seed, defect).run();
}

}  // namespace sla::property
