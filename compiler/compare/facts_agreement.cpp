// What concerns no single clause: parties, term, records, lifecycle, programs, sources.
#include <fmt/format.h>

#include "compiler/agreement/print.h"
#include "compiler/agreement/words.h"
#include "compiler/compare/canon.h"
#include "compiler/compare/facts.h"
#include "runtime/time/zone.h"

namespace sla::compare {
namespace {

using namespace agreement;  // NOLINT: this file is about nothing else.

class Whole {
 public:
  Whole(const Agreement& agreement, bool main) : a_(agreement), main_(main) {}

  Facts make() {
    if (main_) header();
    for (const Field& field : a_.fields) {
      if (field.of_parent < 0)
        member("field", of("field ") + field.name, field.name, type_words(a_, field));
    }
    for (const Define& define : a_.defines) {
      Fact& fact = member("definition", of("definition ") + define.name, define.name,
                          words(a_, define.value));
      fact.canon = canon(a_, define.value);
      // Where it matters, the clauses that use it say so.
      fact.aspect = Aspect::wording;
    }
    lifecycle();
    printed();
    return std::move(facts_);
  }

 private:
  std::string of(const char* what) const {
    return main_ ? what : fmt::format("{} {}", a_.subject_kind, what);
  }

  Fact& member(std::string key, std::string what, std::string where, std::string text,
               Aspect aspect = Aspect::around) {
    facts_.push_back(
        {std::move(key), std::move(where), std::move(what), text, text, aspect, nullptr});
    return facts_.back();
  }

  void header() {
    member("title", "title", "", quoted_text(a_.title), Aspect::wording);
    member("version", "version", "", fmt::format("{}", a_.version), Aspect::wording);
    for (const Party& party : a_.parties) member("party", "party", party.name, party.name);
    member("zone", "time zone", "", a_.zone);
    if (!a_.currency.empty()) member("currency", "currency", "", a_.currency);
    if (a_.review) member("review", "review", "", words(*a_.review));
    member("term", "in force", "", term());
    for (const Role& role : a_.roles) member("role", "role", role.name, role.name);
    for (const Event& event : a_.events) {
      member("event", event.touch ? "touch" : "event", event.name, event.name);
    }
    for (const Calendar& calendar : a_.calendars) {
      // What it counts is told by the clauses that count by it.
      member("calendar", "calendar", calendar.name, calendar.name, Aspect::wording);
    }
  }

  std::string term() const {
    if (!a_.has_term) return "always";
    const auto zone = time::Zone::find(a_.zone);
    const time::Zone local = zone ? *zone : time::Zone::utc();
    const std::string from = time::format_date(local.date_of(a_.term_begin));
    if (a_.term_end >= time::kMaxInstant) return "from " + from;
    return from + " to " + time::format_date(local.date_of(a_.term_end - 1));
  }

  void lifecycle() {
    for (const State& state : a_.lifecycle.states) {
      const std::string name = of("state ") + state.name;
      member("state", of("state"), state.name, state.name);
      const std::string owner =
          state.owner < 0 ? "" : a_.parties[static_cast<std::size_t>(state.owner)].name;
      if (!owner.empty()) member("state_owner", name + " owned by", state.name, owner);
      if (state.final) member("state_final", name, state.name, "final");
      if (!state.requirement) continue;
      member("state_requires", name + " requires", state.name, words(a_, *state.requirement))
          .canon = canon(a_, *state.requirement);
    }
    member("moves", of("moves"), "", a_.lifecycle.has_moves ? "as listed" : "all are permitted");
    for (const Move& move : a_.lifecycle.written) {
      const std::string text =
          fmt::format("{} -> {}", a_.lifecycle.states[static_cast<std::size_t>(move.from)].name,
                      a_.lifecycle.states[static_cast<std::size_t>(move.to)].name);
      member("move", of("permitted move"), text, text);
    }
  }

  /// Programs and sources are compared line by line, as the agreement is printed.
  void printed() {
    Agreement alone = a_;
    alone.others.clear();
    const std::string text = print(alone);
    std::string block;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string line = text.substr(begin, end - begin);
      begin = end + 1;
      const bool heads = line.starts_with("source ") || (main_ && line.starts_with("program "));
      if (heads) {
        block = line.substr(0, line.find(" \""));
        member(heading(block), block, block, "declared");
      } else if (!line.starts_with(' ')) {
        block.clear();
      } else if (!block.empty()) {
        const std::string said = line.substr(line.find_first_not_of(' '));
        member(heading(block), block, block + ": " + said, said);
      }
    }
  }

  static std::string heading(const std::string& block) { return block.substr(0, block.find(' ')); }

  const Agreement& a_;
  bool main_;
  Facts facts_;
};

}  // namespace

Facts facts_of(const Agreement& agreement, bool main) { return Whole(agreement, main).make(); }

}  // namespace sla::compare
