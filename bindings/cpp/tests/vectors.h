#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sla_table.hpp"

namespace sla::testing {

/// A row as `sla run` writes it: by column; null where nothing is said.
using Row = nlohmann::json;

/// One vector of tests/vectors.
struct Vector {
  std::string folder, name;
  Time as_of;
  std::vector<std::pair<std::string, std::vector<Row>>> events;  ///< By record, the lead's first.
  std::vector<Row> roster;

  std::string policy() const { return folder + "/policy.so"; }
  std::vector<Row> expected(const std::string& table) const;
};

std::vector<std::string> vector_names();
Vector read_vector(const std::string& name);

/// "2026-03-06T16:20:00.5-05:00"
Time time_of(const std::string& text);
/// As `sla run` writes instants.
std::string text_of(Time time);

ArrowStream stream_of(const std::vector<Row>& rows);
/// Reads a table of libsla: the columns that files have, instants as texts.
std::vector<Row> rows_of(ArrowStream table);

}  // namespace sla::testing
