#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/context.h"

/// Looking names up, and saying what was probably meant when they are not there. Internal to
/// `check`.
namespace sla::check {

template <typename T>
std::vector<std::string> names_of(const std::vector<T>& things) {
  std::vector<std::string> names;
  for (const T& thing : things) names.push_back(thing.name);
  return names;
}

/// The index of the thing of that name, or nothing. Never reports.
template <typename T>
std::optional<int> find_name(const std::vector<T>& things, std::string_view name) {
  const auto found = std::ranges::find(things, name, &T::name);
  if (found == things.end()) return std::nullopt;
  return static_cast<int>(found - things.begin());
}

/// "there is no `what` `word`", with the nearest candidate as help and fix, else with what there
/// is.
void report_unknown(Context& context, Code code, const syntax::Name& name, std::string_view what,
                    const std::vector<std::string>& candidates);

/// The field that a condition or group names: `amount`, `lead.country`, or `opportunity.amount`
/// where the agreement is about opportunities. Never reports.
std::optional<int> find_field(const Context& context, std::string_view name);

/// What such a name may have meant: the record's fields and, after a point, its parent's.
std::vector<std::string> field_candidates(const Context& context);

// Each of these reports an unknown name.
std::optional<int> resolve_state(Context& context, const syntax::Name& name);
std::optional<int> resolve_field(Context& context, const syntax::Name& name);
std::optional<int> resolve_party(Context& context, const syntax::Name& name);
std::optional<int> resolve_calendar(Context& context, const syntax::Name& name);
std::optional<int> resolve_event(Context& context, const syntax::Name& name);
std::optional<int> resolve_choice(Context& context, const syntax::Name& name, int field);

/// The bit set of those states that exist.
std::uint64_t resolve_states(Context& context, const std::vector<syntax::Name>& names);
/// The same, when what is unknown among them has been reported before.
std::uint64_t resolve_states_silently(const Context& context,
                                      const std::vector<syntax::Name>& names);

/// Names already taken among things of one kind, with the place of the first.
class Taken {
 public:
  explicit Taken(std::string what) : what_(std::move(what)) {}

  /// True when the name was free; else reports it as declared twice.
  bool claim(Context& context, const syntax::Name& name);
  /// False when the name was taken; never reports.
  bool claim_silently(const syntax::Name& name) {
    return first_.emplace(name.text, name.span).second;
  }

 private:
  std::string what_;
  std::map<std::string, Span, std::less<>> first_;
};

}  // namespace sla::check
