#include "vectors.h"

#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <set>

namespace sla::testing {
namespace {

std::string path(const std::string& name) { return std::string(SLA_VECTORS) + "/" + name; }

Row read_json(const std::string& name) {
  std::ifstream file(name);
  if (!file) throw std::runtime_error(name + ": not there; `ctest -R vectors` makes it");
  return Row::parse(file);
}

std::vector<Row> read_rows(const std::string& name) {
  std::ifstream file(name);
  if (!file) throw std::runtime_error(name + ": not there");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) rows.push_back(Row::parse(line));
  return rows;
}

bool valid(const ArrowArray& column, std::int64_t at) {
  const auto* bits = static_cast<const std::uint8_t*>(column.buffers[0]);
  at += column.offset;
  return bits == nullptr || (bits[at / 8] >> (at % 8) & 1) != 0;
}

template <typename T>
T number(const ArrowArray& column, std::int64_t at) {
  return static_cast<const T*>(column.buffers[1])[column.offset + at];
}

template <typename Offset>
std::string text(const ArrowArray& column, std::int64_t at) {
  const auto* ends = static_cast<const Offset*>(column.buffers[1]) + column.offset;
  const auto* data = static_cast<const char*>(column.buffers[2]);
  return {data + ends[at], data + ends[at + 1]};
}

Row cell(const std::string& format, const ArrowArray& column, std::int64_t at) {
  if (!valid(column, at)) return nullptr;
  if (format == "u" || format == "U") {
    std::string said =
        format == "u" ? text<std::int32_t>(column, at) : text<std::int64_t>(column, at);
    // What a file leaves empty is an empty text in a table.
    return said.empty() ? Row() : Row(std::move(said));
  }
  if (format == "l") return number<std::int64_t>(column, at);
  if (format == "g") return number<double>(column, at);
  if (format == "tsu:UTC") return text_of(detail::time_of(number<std::int64_t>(column, at)));
  throw std::runtime_error("a column of the format " + format);
}

}  // namespace

std::vector<Row> Vector::expected(const std::string& table) const {
  return read_rows(folder + "/expected/" + table + ".ndjson");
}

std::vector<std::string> vector_names() { return read_json(path("vectors.json")); }

Vector read_vector(const std::string& name) {
  const Row said = read_json(path(name + "/vector.json"));
  Vector made;
  made.folder = path(name);
  made.name = name;
  made.as_of = time_of(said.at("as_of"));
  for (const Row& log : said.at("events")) {
    made.events.emplace_back(log.at("record"),
                             read_rows(made.folder + "/" + log.at("ndjson").get<std::string>()));
  }
  made.roster = read_rows(made.folder + "/" + said.at("roster").get<std::string>());
  return made;
}

Time time_of(const std::string& text) {
  std::tm civil{};
  const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &civil);
  if (rest == nullptr) throw std::runtime_error("no time: " + text);
  std::int64_t micros = std::int64_t{timegm(&civil)} * 1'000'000;
  if (*rest == '.') {
    for (std::int64_t digit = 100'000; *++rest >= '0' && *rest <= '9'; digit /= 10) {
      micros += (*rest - '0') * digit;
    }
  }
  int hours = 0, minutes = 0;
  if (*rest != 'Z') {
    if (std::sscanf(rest + 1, "%2d:%2d", &hours, &minutes) != 2) {
      throw std::runtime_error("no offset: " + text);
    }
    micros -= (*rest == '-' ? -1 : 1) * std::int64_t{hours * 60 + minutes} * 60'000'000;
  }
  return Time(Micros(micros));
}

std::string text_of(Time time) {
  const std::int64_t micros = detail::micros_of(time);
  std::int64_t fraction = micros % 1'000'000;
  if (fraction < 0) fraction += 1'000'000;
  const std::time_t seconds = (micros - fraction) / 1'000'000;
  std::tm civil{};
  gmtime_r(&seconds, &civil);
  char made[48];
  std::strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%S", &civil);
  std::string said = made;
  if (fraction != 0) {
    char digits[16];
    std::snprintf(digits, sizeof digits, ".%06d", static_cast<int>(fraction));
    said += digits;
    said.erase(said.find_last_not_of('0') + 1);
  }
  return said + "Z";
}

ArrowStream stream_of(const std::vector<Row>& rows) {
  std::set<std::string> names;
  for (const Row& row : rows) {
    for (const auto& cell : row.items()) names.insert(cell.key());
  }
  TextTable table({names.begin(), names.end()});
  for (const Row& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& name : names) cells.push_back(row.value(name, ""));
    table.add({cells.begin(), cells.end()});
  }
  return std::move(table).stream();
}

std::vector<Row> rows_of(ArrowStream table) {
  ArrowArrayStream* stream = table.get();
  ArrowSchema schema{};
  if (stream->get_schema(stream, &schema) != 0) throw std::runtime_error("no schema");
  std::vector<Row> rows;
  while (true) {
    ArrowArray batch{};
    if (stream->get_next(stream, &batch) != 0) throw std::runtime_error("no batch");
    if (batch.release == nullptr) break;
    for (std::int64_t at = 0; at < batch.length; ++at) {
      Row& row = rows.emplace_back();
      for (std::int64_t column = 0; column < schema.n_children; ++column) {
        const ArrowSchema& kind = *schema.children[column];
        row[kind.name] = cell(kind.format, *batch.children[column], at);
      }
    }
    batch.release(&batch);
  }
  schema.release(&schema);
  return rows;
}

}  // namespace sla::testing
