#pragma once

#include <map>
#include <string>
#include <vector>

namespace sla::integration {

/// A row by column. What a column does not have is "".
using Row = std::map<std::string, std::string>;

/// The rows of a CSV file as RFC 4180 has them, the first line being names; read without the
/// project's own code, so that what is counted in them is an independent answer.
std::vector<Row> read_csv(const std::string& path);

/// Seconds since 1970 of `2018-02-26`, `2018-02-26T19:58:00` or `2018-02-26 7:58:00`, local to a
/// zone, by the C library. What clocks skip is moved on by what they skip.
long long seconds_in(const std::string& zone, const std::string& local);

}  // namespace sla::integration
