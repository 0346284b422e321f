#include "compiler/analyze/graph/example_values.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "runtime/time/instant.h"

namespace sla::analyze {
namespace {

using agreement::Agreement;
using agreement::Expression;
using agreement::Field;
using agreement::Op;
using agreement::TypeKind;

constexpr std::int64_t kOtherText = -1;  ///< A text that no condition mentions.
constexpr int kRounds = 3;
constexpr std::size_t kMostCandidates = 24;

std::int64_t ordinary(const Field& field) {
  switch (field.type.kind) {
    case TypeKind::integer: return 50;
    case TypeKind::decimal: return 50 * agreement::kScale;
    case TypeKind::percent: return 50 * agreement::kScale;
    case TypeKind::money: return 10'000 * agreement::kScale;
    case TypeKind::date: return time::days_from_civil(2026, 1, 1);
    case TypeKind::instant: return time::days_from_civil(2026, 1, 1) * time::kDay;
    case TypeKind::duration:
    case TypeKind::business_duration: return time::kHour;
    case TypeKind::text: return kOtherText;
    default: return 0;
  }
}

/// The least that makes a difference between two values of a type.
std::int64_t step_of(const Field& field) {
  switch (field.type.kind) {
    case TypeKind::decimal:
    case TypeKind::money:
    case TypeKind::percent: return agreement::kScale;
    case TypeKind::instant: return time::kDay;
    case TypeKind::duration:
    case TypeKind::business_duration: return time::kMinute;
    default: return 1;
  }
}

bool is_ordered(TypeKind kind) {
  return kind != TypeKind::text && kind != TypeKind::choice && kind != TypeKind::yes_no;
}

/// The values of each field at which some condition changes its mind.
class Candidates {
 public:
  explicit Candidates(const Agreement& agreement)
      : agreement_(agreement), of_field_(agreement.fields.size()) {
    for (std::size_t f = 0; f < of_field_.size(); ++f) {
      const Field& field = agreement.fields[f];
      add(f, ordinary(field));
      for (std::size_t c = 0; c < field.choices.size(); ++c) add(f, static_cast<std::int64_t>(c));
      if (field.type.kind == TypeKind::yes_no) add(f, 1);
    }
  }

  void read(const Expression& e) {
    if (e.op == Op::in_list) {
      if (const int field = field_in(e.children[0]); field >= 0) {
        for (const std::int64_t value : e.list) add_around(static_cast<std::size_t>(field), value);
      }
    } else if (e.children.size() == 2) {
      for (const bool swapped : {false, true}) {
        const int field = field_in(e.children[swapped ? 1 : 0]);
        const Expression& other = e.children[swapped ? 0 : 1];
        if (field >= 0 && other.op == Op::constant)
          add_around(static_cast<std::size_t>(field), other.value);
      }
    }
    for (const Expression& child : e.children) read(child);
  }

  const std::vector<std::int64_t>& of(std::size_t field) const { return of_field_[field]; }

 private:
  static int field_in(const Expression& e) {
    if (e.op == Op::field) return e.index;
    return e.op == Op::otherwise ? e.children[0].index : -1;
  }

  void add_around(std::size_t field, std::int64_t value) {
    add(field, value);
    const Field& declared = agreement_.fields[field];
    if (!is_ordered(declared.type.kind)) return;
    std::int64_t other = 0;
    if (!__builtin_add_overflow(value, step_of(declared), &other)) add(field, other);
    if (!__builtin_sub_overflow(value, step_of(declared), &other)) add(field, other);
  }

  void add(std::size_t field, std::int64_t value) {
    std::vector<std::int64_t>& values = of_field_[field];
    if (values.size() < kMostCandidates && std::ranges::find(values, value) == values.end())
      values.push_back(value);
  }

  const Agreement& agreement_;
  std::vector<std::vector<std::int64_t>> of_field_;
};

std::size_t fulfilled(const std::vector<Wish>& wishes, const Values& values) {
  std::size_t count = 0;
  for (const Wish& wish : wishes) {
    Values seen = values;
    for (const int field : wish.unset) seen[static_cast<std::size_t>(field)].reset();
    Known known = wish.known;
    known.values = &seen;
    if (truth_of(*wish.condition, known) == (wish.wanted ? Truth::yes : Truth::no)) ++count;
  }
  return count;
}

bool is_givable(const Agreement& agreement, std::size_t field) {
  const Field& declared = agreement.fields[field];
  const int index = static_cast<int>(field);
  return declared.of_parent < 0 && declared.of_event < 0 && index != agreement.parent_field &&
         index != agreement.zone_field;
}

}  // namespace

std::vector<int> givable_fields(const Agreement& agreement) {
  std::vector<int> fields;
  for (std::size_t f = 0; f < agreement.fields.size(); ++f) {
    if (is_givable(agreement, f)) fields.push_back(static_cast<int>(f));
  }
  return fields;
}

Values example_values(const Agreement& agreement, const std::vector<Wish>& wishes) {
  Candidates candidates(agreement);
  for (const Wish& wish : wishes) candidates.read(*wish.condition);
  Values values(agreement.fields.size());
  const std::vector<int> fields = givable_fields(agreement);
  for (const int field : fields)
    values[static_cast<std::size_t>(field)] = candidates.of(static_cast<std::size_t>(field))[0];
  std::size_t best = fulfilled(wishes, values);
  for (int round = 0; round < kRounds && best < wishes.size(); ++round) {
    for (const int index : fields) {
      const auto field = static_cast<std::size_t>(index);
      const auto consider = [&](std::optional<std::int64_t> value) {
        const auto before = values[field];
        values[field] = value;
        const std::size_t now = fulfilled(wishes, values);
        if (now > best) {
          best = now;
        } else {
          values[field] = before;
        }
      };
      for (const std::int64_t value : candidates.of(field)) consider(value);
      if (agreement.fields[field].optional) consider(std::nullopt);
    }
  }
  return values;
}

std::string values_text(const Agreement& agreement, const Values& values,
                        const std::vector<int>& fields) {
  std::string text;
  for (const int index : fields) {
    const Field& field = agreement.fields[static_cast<std::size_t>(index)];
    const auto& value = values[static_cast<std::size_t>(index)];
    if (!value) continue;
    const bool is_other = field.type.kind == TypeKind::text && *value == kOtherText;
    text += fmt::format(
        "{}{} {}", text.empty() ? "" : "  ", field.name,
        is_other ? "\"anything\"" : agreement::value_words(agreement, field.type, *value));
  }
  return text;
}

}  // namespace sla::analyze
