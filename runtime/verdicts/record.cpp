#include "runtime/verdicts/record.h"

#include <ostream>

#include <fmt/format.h>

namespace sla::verdicts {

std::string csv_text(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string json_text(std::string_view text) {
  if (text.empty()) return "null";
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

void write_as_csv(std::ostream& out, const Records& records) {
  std::string line;
  for (const RecordColumn& column : records.columns) {
    line += line.empty() ? "" : ",";
    line += column.name;
  }
  out << line << '\n';
  records.each([&](const Records::Cells& cells) {
    line.clear();
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c > 0) line += ',';
      line += csv_text(cells[c]);
    }
    out << line << '\n';
  });
}

void write_as_ndjson(std::ostream& out, const Records& records) {
  records.each([&](const Records::Cells& cells) {
    std::string line = "{";
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const bool is_number = records.columns[c].type == CellType::integer && !cells[c].empty();
      line += fmt::format("{}\"{}\":{}", c == 0 ? "" : ",", records.columns[c].name,
                          is_number ? cells[c] : json_text(cells[c]));
    }
    out << line << "}\n";
  });
}

}  // namespace sla::verdicts
