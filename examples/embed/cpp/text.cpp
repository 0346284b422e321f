#include "text.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace routing {
namespace {

using Cells = std::vector<std::string>;

// The lines of a CSV file, the header first; all as long as it.
std::vector<Cells> lines_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + " cannot be read");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::vector<Cells> lines(1, Cells(1));
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    std::string& cell = lines.back().back();
    if (c == '"') {
      const bool doubled = quoted && at + 1 < text.size() && text[at + 1] == '"';
      if (doubled) cell += text[++at];
      else quoted = !quoted;
    } else if (!quoted && c == ',') {
      lines.back().emplace_back();
    } else if (!quoted && c == '\n') {
      lines.emplace_back(1);
    } else if (quoted || c != '\r') {
      cell += c;
    }
  }
  lines.erase(std::remove(lines.begin(), lines.end(), Cells(1)), lines.end());
  if (lines.empty()) throw std::runtime_error(path + " has no header line");
  for (Cells& line : lines) line.resize(lines.front().size());
  return lines;
}

}  // namespace

sla::Time time_of(const std::string& text) {
  const auto refuse = [&]() -> sla::Time {
    throw std::invalid_argument("`" + text + "` is no time such as 2026-03-06T16:20:00-05:00");
  };
  std::tm civil{};
  const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &civil);
  if (rest == nullptr) return refuse();
  sla::Micros micros = std::chrono::seconds(timegm(&civil));
  if (*rest == '.') {
    for (std::int64_t unit = 100'000; *++rest >= '0' && *rest <= '9'; unit /= 10) {
      micros += sla::Micros((*rest - '0') * unit);
    }
  }
  if (std::string_view(rest) == "Z") return sla::Time(micros);
  int hours = 0, minutes = 0, length = 0;
  const bool is_offset = (*rest == '+' || *rest == '-') &&
                         std::sscanf(rest + 1, "%2d:%2d%n", &hours, &minutes, &length) == 2;
  if (!is_offset || length != 5 || rest[6] != '\0') return refuse();
  const sla::Micros offset = std::chrono::minutes(hours * 60 + minutes);
  return sla::Time(*rest == '-' ? micros + offset : micros - offset);
}

Json text_of(std::optional<sla::Time> time) {
  if (!time) return nullptr;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(*time);
  const std::time_t whole = seconds.time_since_epoch().count();
  std::tm civil{};
  gmtime_r(&whole, &civil);
  char text[40];
  std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &civil);
  const auto fraction = static_cast<long>((*time - seconds).count());
  if (fraction != 0) {
    size += static_cast<std::size_t>(
        std::snprintf(text + size, sizeof text - size, ".%06ld", fraction));
  }
  return std::string(text, size) + "Z";
}

std::string cell_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_number()) return value.dump();
  throw std::invalid_argument("a value is a text, a number, true, false or null, not " +
                              value.dump());
}

sla::ArrowStream read_csv(const std::string& path) {
  const std::vector<Cells> lines = lines_of(path);
  sla::TextTable table(lines.front());
  for (std::size_t at = 1; at < lines.size(); ++at) {
    table.add({lines[at].begin(), lines[at].end()});
  }
  return std::move(table).stream();
}

std::vector<std::string> read_column(const std::string& path, std::string_view name) {
  const std::vector<Cells> lines = lines_of(path);
  const auto found = std::find(lines.front().begin(), lines.front().end(), name);
  if (found == lines.front().end()) {
    throw std::runtime_error(path + " has no column " + std::string(name));
  }
  const auto column = static_cast<std::size_t>(found - lines.front().begin());
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < lines.size(); ++at) cells.push_back(lines[at][column]);
  return cells;
}

}  // namespace routing
