#include "tests/integration/table.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>

#include "tests/integration/command.h"

namespace sla::integration {
namespace {

std::vector<std::vector<std::string>> cells_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    const char c = text[i];
    if (quoted) {
      if (c != '"') cell += c;
      else if (i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
      else quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\n') {
      rows.push_back({""});
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (rows.back() == std::vector<std::string>{""}) rows.pop_back();
  return rows;
}

}  // namespace

std::vector<Row> read_csv(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  const auto cells = cells_of(text.str());
  std::vector<Row> rows;
  for (std::size_t r = 1; r < cells.size(); ++r) {
    Row row;
    for (std::size_t c = 0; c < cells[r].size() && c < cells[0].size(); ++c)
      row[cells[0][c]] = cells[r][c];
    rows.push_back(std::move(row));
  }
  return rows;
}

long long seconds_in(const std::string& zone, const std::string& local) {
  std::tm time{};
  char separator = ' ';
  std::sscanf(local.c_str(), "%d-%d-%d%c%d:%d:%d", &time.tm_year, &time.tm_mon, &time.tm_mday,
              &separator, &time.tm_hour, &time.tm_min, &time.tm_sec);
  time.tm_year -= 1900;
  time.tm_mon -= 1;
  time.tm_isdst = -1;
  setenv("TZ", zone.c_str(), 1);
  tzset();
  const long long seconds = std::mktime(&time);
  unsetenv("TZ");
  tzset();
  return seconds;
}

}  // namespace sla::integration
