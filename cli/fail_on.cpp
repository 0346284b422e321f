#include "cli/fail_on.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/policy.h"

namespace sla::cli {
namespace {

using driver::PromiseChange;
using What = FailOn::What;

constexpr std::array<std::pair<const char*, What>, 6> kWords = {{
    {"stricter", What::stricter},
    {"looser", What::looser},
    {"new", What::added},
    {"gone", What::removed},
    {"changed", What::changed},
    {"any", What::any},
}};
constexpr int kLeastCode = 10, kMostCode = 99;

std::optional<int> parse_code(std::string_view text) {
  int code = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || (code != kFindings && (code < kLeastCode || code > kMostCode))) return std::nullopt;
  return code;
}

std::optional<FailOn> parse_one(const std::string& text) {
  FailOn made{What::any, {}, kFindings, text};
  std::string_view rest = text;
  if (const std::size_t equals = rest.find('='); equals != rest.npos) {
    const auto code = parse_code(rest.substr(equals + 1));
    if (!code) {
      complain(fmt::format("`--fail-on {}`: an exit code is 1, or from {} to {}", text, kLeastCode,
                           kMostCode));
      return std::nullopt;
    }
    made.exit_code = *code;
    rest = rest.substr(0, equals);
  }
  if (const std::size_t colon = rest.find(':'); colon != rest.npos) {
    made.party = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
  }
  const auto word =
      std::ranges::find_if(kWords, [&](const auto& each) { return rest == each.first; });
  if (word == kWords.end() || (made.party.empty() && text.find(':') != text.npos)) {
    complain(fmt::format("`--fail-on {}` is no change of a promise", text),
             "write stricter, looser, new, gone, changed or any, and perhaps whose promise: "
             "stricter:sales");
    return std::nullopt;
  }
  made.what = word->second;
  return made;
}

bool has_party(const agreement::Agreement& agreement, const std::string& name) {
  return std::ranges::find(agreement.parties, name, &agreement::Party::name) !=
         agreement.parties.end();
}

}  // namespace

std::optional<std::vector<FailOn>> parse_fail_on(const std::vector<std::string>& texts,
                                                 int& exit_code) {
  std::vector<FailOn> all;
  for (const std::string& text : texts) {
    auto made = parse_one(text);
    if (!made) {
      exit_code = kUsage;
      return std::nullopt;
    }
    all.push_back(std::move(*made));
  }
  return all;
}

bool know_parties(const std::vector<FailOn>& conditions, const agreement::Agreement& was,
                  const agreement::Agreement& is) {
  for (const FailOn& each : conditions) {
    if (each.party.empty() || has_party(was, each.party) || has_party(is, each.party)) continue;
    std::vector<std::string> names = is.party_names();
    complain(fmt::format("`--fail-on {}`: the agreement has no party `{}`", each.words, each.party),
             fmt::format("its parties are {}", fmt::join(names, " and ")));
    return false;
  }
  return true;
}

bool holds(const FailOn& condition, const driver::Comparison& comparison,
           const driver::ComparedPromise& promise) {
  if (!condition.party.empty() && comparison.party_of(promise.change) != condition.party) {
    return false;
  }
  const PromiseChange v = promise.verdict;
  switch (condition.what) {
    case What::stricter:
      return v == PromiseChange::stricter || v == PromiseChange::both || v == PromiseChange::added;
    case What::looser:
      return v == PromiseChange::looser || v == PromiseChange::both || v == PromiseChange::removed;
    case What::added: return v == PromiseChange::added;
    case What::removed: return v == PromiseChange::removed;
    case What::changed:
    case What::any: return v != PromiseChange::same && v != PromiseChange::reworded;
  }
  return false;
}

int exit_code_of(const std::vector<FailOn>& conditions, const driver::Comparison& comparison) {
  if (conditions.empty()) return comparison.same_meaning ? kClean : kFindings;
  for (const FailOn& condition : conditions) {
    const bool whole =
        condition.what == What::any && condition.party.empty() && !comparison.same_meaning;
    const bool some = std::ranges::any_of(comparison.promises, [&](const auto& promise) {
      return holds(condition, comparison, promise);
    });
    if (whole || some) return condition.exit_code;
  }
  return kClean;
}

}  // namespace sla::cli
