#include "compiler/driver/inputs.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/agreement/words.h"
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
      : records_(records_of(agreement)), duckdb_(duckdb) {
    for (const Agreement* record : records_) {
      Readings& readings = readings_.emplace_back();
      for (const Source& source : record->sources) readings.push_back({&source, {}});
      if (readings.empty()) readings.push_back({});
    }
  }

  std::expected<void, IngestError> take(const std::string& argument) {
    const std::size_t equals = argument.find('=');
    if (equals != std::string::npos &&
        named(argument.substr(0, equals), argument.substr(equals + 1))) {
      return {};
    }
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

  bool named(std::string_view name, const std::string& input) {
    bool found = false;
    for (std::size_t r = 0; r < records_.size(); ++r) {
      for (Reading& reading : readings_[r]) {
        const bool is_it = reading.source != nullptr
                               ? reading.source->name == name
                               : records_.size() > 1 && records_[r]->subject_kind == name;
        if (is_it) reading.inputs.push_back(input);
        found |= is_it;
      }
    }
    return found;
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

std::string input_of(const Agreement& agreement, const std::string& argument) {
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos) return argument;
  const std::string name = argument.substr(0, equals);
  for (const Agreement* record : records_of(agreement)) {
    const bool is_record =
        !agreement.others.empty() && record->sources.empty() && record->subject_kind == name;
    const bool is_source =
        std::ranges::find(record->sources, name, &Source::name) != record->sources.end();
    if (is_record || is_source) return argument.substr(equals + 1);
  }
  return argument;
}

}  // namespace sla::driver
