#include "runtime/ingest/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "runtime/ingest/failure_text.h"
#include "runtime/ingest/nearest_name.h"
#include "runtime/ingest/sql_text.h"

namespace sla::ingest {
namespace {

using Error = std::unexpected<IngestError>;

/// All rows of a statement whose columns are text.
std::expected<std::vector<std::vector<std::string>>, DuckdbFailure> fetch_all(
    Duckdb& duckdb, const std::string& sql) {
  auto result = duckdb.query(sql);
  if (!result) return std::unexpected(result.error());
  std::vector<std::vector<std::string>> rows;
  for (;;) {
    auto chunk = result->next();
    if (!chunk) return std::unexpected(chunk.error());
    if (*chunk == nullptr) return rows;
    for (std::uint64_t row = 0; row < (*chunk)->size(); ++row) {
      auto& cells = rows.emplace_back();
      for (std::size_t c = 0; c < result->column_count(); ++c) {
        cells.emplace_back((*chunk)->text(c, row));
      }
    }
  }
}

std::string column_aliases(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t c = 0; c < count; ++c) names.push_back(fmt::format("c{}", c));
  return fmt::format("{}", fmt::join(names, ", "));
}

const char* compression(const Input& input) { return input.gzip ? "gzip" : "uncompressed"; }

// ---- CSV
// -----------------------------------------------------------------------------------------

std::expected<std::string, IngestError> header_line(Duckdb& duckdb, const Input& input) {
  // One text column, without separators and quotes: the line as it is.
  const std::string sql = fmt::format(
      "SELECT line FROM read_csv({}, auto_detect=false, header=false, columns={{line: 'VARCHAR'}}, "
      "delim='', "
      "quote='', escape='', strict_mode=false, null_padding=true, compression='{}') LIMIT 1",
      quote_path(input.text), compression(input));
  auto rows = fetch_all(duckdb, sql);
  if (!rows) return Error(describe_failure(rows.error(), input));
  if (rows->empty() || trim((*rows)[0][0]).empty()) {
    return Error(IngestError{fmt::format("{} has no header row", input.origin),
                             "the first line must name the columns"});
  }
  std::string line = std::move((*rows)[0][0]);
  if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
  return line;
}

std::expected<Table, IngestError> open_csv(Duckdb& duckdb, Input input) {
  auto line = header_line(duckdb, input);
  if (!line) return Error(line.error());
  const char separator = separator_of_header(*line);
  auto names = split_header(*line, separator);
  if (!names) {
    return Error(IngestError{fmt::format("{}, line 1: {}", input.origin, names.error().message),
                             names.error().help});
  }
  std::vector<std::string> types;
  for (std::size_t c = 0; c < names->size(); ++c) types.push_back(fmt::format("c{}: 'VARCHAR'", c));
  // Nothing is guessed: a guess from the first rows changes its mind in the middle of next month's
  // file.
  std::string relation = fmt::format(
      "read_csv({}, auto_detect=false, header=true, columns={{{}}}, delim={}, quote='\"', "
      "escape='\"', "
      "nullstr='', strict_mode=true, null_padding=false, compression='{}')",
      quote_path(input.text), fmt::join(types, ", "), quote_text(std::string(1, separator)),
      compression(input));
  return Table{std::move(input), std::move(*names), std::move(relation)};
}

// ---- everything else
// -----------------------------------------------------------------------------

std::expected<Table, IngestError> open_described(Duckdb& duckdb, Input input,
                                                 std::string relation) {
  auto rows = fetch_all(
      duckdb,
      fmt::format("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {})", relation));
  if (!rows) return Error(describe_failure(rows.error(), input));
  Table table{std::move(input), {}, std::move(relation)};
  for (const auto& row : *rows) {
    // Records that are objects have one JSON column per key; anything else is a single column of
    // some type.
    if (table.input.kind == InputKind::json &&
        (row[1] != "JSON" || (rows->size() == 1 && row[0] == "json"))) {
      return Error(
          IngestError{fmt::format("{} holds no JSON objects", table.input.origin),
                      "write one object per event: {\"lead_id\": \"1\", \"ts\": \"...\"}"});
    }
    table.columns.push_back(row[0]);
  }
  return table;
}

bool is_json_lines(const Input& input) {
  const std::string name = fold_case(input.text);
  return name.find(".ndjson") != std::string::npos || name.find(".jsonl") != std::string::npos;
}

/// A view keeps the query a statement of its own: whatever it ends with, nothing of ours can become
/// part of it.
std::expected<std::string, IngestError> create_view(Duckdb& duckdb, const Input& input) {
  const std::string name =
      quote_identifier(fmt::format("query_{:016x}", std::hash<std::string>()(input.text)));
  auto created =
      duckdb.execute(fmt::format("CREATE OR REPLACE TEMP VIEW {} AS\n{}", name, input.text));
  if (!created) return Error(describe_failure(created.error(), input));
  return name;
}

std::expected<std::string, IngestError> relation_of(Duckdb& duckdb, const Input& input) {
  switch (input.kind) {
    case InputKind::query: return create_view(duckdb, input);
    case InputKind::parquet: return fmt::format("read_parquet({})", quote_path(input.text));
    // All records decide which keys there are; depth 1 keeps every value as it is written, times
    // included.
    default:
      return fmt::format(
          "read_json({}, maximum_depth=1, sample_size=-1, format='{}', compression='{}')",
          quote_path(input.text), is_json_lines(input) ? "newline_delimited" : "auto",
          compression(input));
  }
}

}  // namespace

char separator_of_header(std::string_view line) {
  constexpr std::string_view kSeparators = ",;\t|";
  std::size_t counts[kSeparators.size()] = {};
  bool quoted = false;
  bool at_begin = true;  // Only there a quote opens a quoted name.
  for (const char c : line) {
    if (c == '"') quoted = !quoted && at_begin;
    const std::size_t kind = kSeparators.find(c);
    at_begin = !quoted && kind != std::string_view::npos;
    if (at_begin) ++counts[kind];
  }
  const auto most = std::max_element(std::begin(counts), std::end(counts));
  return kSeparators[static_cast<std::size_t>(most - std::begin(counts))];
}

std::expected<std::vector<std::string>, IngestError> split_header(std::string_view line,
                                                                  char separator) {
  std::vector<std::string> names(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      names.back() += line[++i];
    } else if (c == '"' && (quoted || names.back().empty())) {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      names.emplace_back();
    } else {
      names.back() += c;
    }
  }
  if (quoted) {
    return Error(IngestError{"a quoted column name does not end on the line",
                             "column names cannot hold line breaks"});
  }
  for (std::string& name : names) name = std::string(trim(name));
  return names;
}

std::expected<std::size_t, IngestError> Table::find(const std::string& name) const {
  const auto matches = [&](auto&& same) {
    std::vector<std::size_t> found;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (same(columns[c])) found.push_back(c);
    }
    return found;
  };
  auto found = matches([&](const std::string& column) { return column == name; });
  const std::string folded = fold_case(name);
  if (found.empty()) {
    found = matches([&](const std::string& column) { return fold_case(column) == folded; });
  }
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    return Error(
        IngestError{fmt::format("{} has {} columns called `{}`", input.origin, found.size(), name),
                    "give each column its own name"});
  }
  std::string help = did_you_mean(name, columns);
  if (help.empty()) help = fmt::format("its columns are {}", fmt::join(columns, ", "));
  return Error(
      IngestError{fmt::format("{} has no column `{}`", input.origin, name), std::move(help)});
}

std::string Table::select(const std::vector<std::size_t>& chosen) const {
  std::vector<std::string> cells;
  for (const std::size_t c : chosen) {
    cells.push_back(input.kind == InputKind::json ? fmt::format("c{}->>'$'", c)
                                                  : fmt::format("CAST(c{} AS VARCHAR)", c));
  }
  return fmt::format("SELECT {} FROM {} AS t({})", fmt::join(cells, ", "), relation,
                     column_aliases(columns.size()));
}

std::expected<Table, IngestError> open_table(Duckdb& duckdb, const std::string& path_or_query) {
  auto input = classify_input(path_or_query);
  if (!input) return Error(input.error());
  if (input->kind == InputKind::csv) return open_csv(duckdb, std::move(*input));
  auto relation = relation_of(duckdb, *input);
  if (!relation) return Error(relation.error());
  return open_described(duckdb, std::move(*input), std::move(*relation));
}

}  // namespace sla::ingest
