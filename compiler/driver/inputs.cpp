#include "compiler/driver/inputs.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/agreement/words.h"
#include "compiler/diagnose/finding.h"
#include "compiler/driver/mapping.h"
#include "runtime/ingest/nearest_name.h"
#include "runtime/ingest/read_events.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Source;
using ingest::IngestError;
using Columns = std::vector<std::string>;

bool is_among(const Columns& columns, const std::string& name) {
  const auto same = [&](const std::string& column) {
    return ingest::fold_case(column) == ingest::fold_case(name);
  };
  return std::ranges::any_of(columns, same);
}

/// What stands before the `=` of `statuses,owners=path`, when it can be names; else nothing.
std::vector<std::string> names_before(const std::string& argument) {
  constexpr std::string_view kOfNames =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_,";
  const std::size_t equals = argument.find_first_not_of(kOfNames);
  std::vector<std::string> names;
  if (equals == argument.npos || argument[equals] != '=') return names;
  std::istringstream list(argument.substr(0, equals));
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  return names;
}

/// The names that may stand before an input: of sources, and of records without any.
std::vector<std::string> names_of_inputs(const Agreement& agreement) {
  std::vector<std::string> names;
  for (const Agreement* record : records_of(agreement)) {
    for (const Source& source : record->sources) names.push_back(source.name);
    if (!agreement.others.empty() && record->sources.empty()) names.push_back(record->subject_kind);
  }
  return names;
}

/// Of several names, the first that nothing has.
std::optional<std::string> unknown_among(const Agreement& agreement,
                                         const std::vector<std::string>& names) {
  const std::vector<std::string> known = names_of_inputs(agreement);
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) == known.end()) return name;
  }
  return std::nullopt;
}

/// The names that an argument begins with, when all of them are known.
std::vector<std::string> known_names_before(const Agreement& agreement,
                                            const std::string& argument) {
  std::vector<std::string> names = names_before(argument);
  if (unknown_among(agreement, names)) names.clear();
  return names;
}

std::string after_names(const std::string& argument) {
  return argument.substr(argument.find('=') + 1);
}

/// Every column that a source names.
std::set<std::string> columns_of(const Source& source) {
  std::set<std::string> columns = {source.subject,  source.time,  source.owner,
                                   source.team,     source.actor, source.id,
                                   source.sequence, source.event, source.into};
  const auto take = [&](const std::optional<agreement::CellTest>& test) {
    if (test) columns.insert(test->column);
  };
  for (const agreement::CellTest& test : source.rows) columns.insert(test.column);
  take(source.owner_when);
  take(source.team_when);
  take(source.actor_when);
  for (const agreement::FieldMapping& field : source.fields) {
    columns.insert(field.column);
    take(field.when);
  }
  columns.erase("");
  return columns;
}

std::vector<std::string> missing(const Source& source, const Columns& columns) {
  std::vector<std::string> names;
  for (const std::string& column : columns_of(source)) {
    if (!is_among(columns, column)) names.push_back(fmt::format("`{}`", column));
  }
  return names;
}

/// Gives the arguments to the sources of all records.
class Assignment {
 public:
  Assignment(const Agreement& agreement, ingest::Duckdb& duckdb)
      : agreement_(agreement), records_(records_of(agreement)), duckdb_(duckdb) {
    for (const Agreement* record : records_) {
      Readings& readings = readings_.emplace_back();
      for (const Source& source : record->sources) readings.push_back({&source, {}});
      if (readings.empty()) readings.push_back({});
    }
  }

  std::expected<void, IngestError> take(const std::string& argument) {
    const std::vector<std::string> names = known_names_before(agreement_, argument);
    for (const std::string& name : names) give(name, after_names(argument));
    if (!names.empty()) return {};
    if (readers() > 1) return by_columns(argument);
    for (Reading& reading : readings_.front()) reading.inputs.push_back(argument);
    return {};
  }

  std::vector<Readings> result() && { return std::move(readings_); }

 private:
  /// How many records a file may be about; people without a source have what others say of them.
  std::ptrdiff_t readers() const {
    return std::ranges::count_if(records_, [](const Agreement* record) {
      return !agreement::is_people(record->subject_kind) || !record->sources.empty();
    });
  }

  void give(std::string_view name, const std::string& input) {
    for (std::size_t r = 0; r < records_.size(); ++r) {
      for (Reading& reading : readings_[r]) {
        const bool is_it = reading.source != nullptr ? reading.source->name == name
                                                     : records_[r]->subject_kind == name;
        if (is_it) reading.inputs.push_back(input);
      }
    }
  }

  std::expected<void, IngestError> by_columns(const std::string& input) {
    const auto columns = ingest::read_columns(duckdb_, input);
    if (!columns) return std::unexpected(columns.error());
    bool found = false;
    for (std::size_t r = 0; r < records_.size(); ++r) {
      for (Reading& reading : readings_[r]) {
        const bool fits = reading.source != nullptr ? missing(*reading.source, *columns).empty()
                                                    : looks_like(r, *columns);
        if (fits) reading.inputs.push_back(input);
        found |= fits;
      }
    }
    if (found) return {};
    return std::unexpected(no_source(input, *columns));
  }

  /// Whether a record without a source block is the one whose rows these are: they have its id, and
  /// not that of a record that is of it.
  bool looks_like(std::size_t r, const Columns& columns) const {
    const std::string& kind = records_[r]->subject_kind;
    // A log of leads has a column `owner` as well.
    if (agreement::is_people(kind) || !has_id(kind, columns)) return false;
    return std::ranges::none_of(records_, [&](const Agreement* other) {
      return other->parent_kind == kind && other->sources.empty() &&
             has_id(other->subject_kind, columns);
    });
  }

  static bool has_id(const std::string& kind, const Columns& columns) {
    return is_among(columns, kind + "_id") || is_among(columns, kind);
  }

  IngestError no_source(const std::string& input, const Columns& columns) const {
    std::vector<std::string> reasons;
    for (std::size_t r = 0; r < records_.size(); ++r) {
      for (const Reading& reading : readings_[r]) {
        const std::string& kind = records_[r]->subject_kind;
        reasons.push_back(
            reading.source != nullptr
                ? fmt::format("source `{}` needs {}", reading.source->name,
                              agreement::listing(missing(*reading.source, columns), "and"))
                : fmt::format("{} would need `{}_id`", agreement::plural(kind), kind));
      }
    }
    return {
        fmt::format("{} has the columns of no source: it has {}", input, fmt::join(columns, ", ")),
        fmt::format("{}; or name the source: `--events NAME={}`", fmt::join(reasons, "; "), input)};
  }

  const Agreement& agreement_;
  std::vector<const Agreement*> records_;
  std::vector<Readings> readings_;
  ingest::Duckdb& duckdb_;
};

}  // namespace

std::vector<const Agreement*> records_of(const Agreement& agreement) {
  std::vector<const Agreement*> records = {&agreement};
  for (const Agreement& other : agreement.others) records.push_back(&other);
  return records;
}

std::expected<std::vector<Readings>, IngestError> assign_inputs(
    const Agreement& agreement, const std::vector<std::string>& arguments, ingest::Duckdb& duckdb) {
  Assignment assignment(agreement, duckdb);
  for (const std::string& argument : arguments) {
    if (auto taken = assignment.take(argument); !taken) return std::unexpected(taken.error());
  }
  return std::move(assignment).result();
}

IngestError explained(IngestError error, const Agreement& agreement,
                      const std::vector<std::string>& arguments) {
  const std::vector<std::string> names = names_of_inputs(agreement);
  if (names.empty() || !error.help.empty()) return error;
  for (const std::string& argument : arguments) {
    const auto unknown = unknown_among(agreement, names_before(argument));
    if (!unknown || error.message.find(argument) == error.message.npos) continue;
    const auto near = diagnose::nearest(*unknown, names);
    error.help = fmt::format("the policy has no source `{}`{}", *unknown,
                             near ? fmt::format("; did you mean `{}`?", *near) : "");
  }
  return error;
}

std::string input_of(const Agreement& agreement, const std::string& argument) {
  return known_names_before(agreement, argument).empty() ? argument : after_names(argument);
}

}  // namespace sla::driver
