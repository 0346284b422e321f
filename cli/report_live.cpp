#include "cli/report_live.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "runtime/actions/records.h"
#include "runtime/verdicts/rows.h"

namespace sla::cli {
namespace {

using Json = nlohmann::ordered_json;

/// A record as an object, as files of NDJSON write it.
Json object_of(std::span<const verdicts::RecordColumn> columns,
               const verdicts::Records::Cells& cells) {
  Json object = Json::object();
  for (std::size_t c = 0; c < cells.size(); ++c) {
    Json& value = object[std::string(columns[c].name)];
    if (cells[c].empty()) value = nullptr;
    else if (columns[c].type == verdicts::CellType::integer)
      value = std::strtoll(cells[c].c_str(), nullptr, 10);
    else value = cells[c];
  }
  return object;
}

Json object_of(const std::optional<verdicts::NamedRow>& row, const verdicts::PolicyShape& policy) {
  return row ? object_of(verdicts::row_columns(policy), verdicts::cells_of(*row)) : Json(nullptr);
}

/// The only record of some.
Json only(const verdicts::Records& records) {
  Json object;
  records.each(
      [&](const verdicts::Records::Cells& cells) { object = object_of(records.columns, cells); });
  return object;
}

Json line_of(const session::Change& change, const std::string& at,
             const verdicts::PolicyShape& policy) {
  Json line = Json::object();
  const auto begin = [&](const char* type, std::string_view what) {
    line["type"] = type;
    line["at"] = at;
    line["change"] = what;
    line["correction"] = change.correction;
  };
  if (const auto* row = std::get_if<verdicts::Correction>(&change.what)) {
    begin("verdict", verdicts::name_of(row->kind));
    line["was"] = object_of(row->was, policy);
    line["is"] = object_of(row->is, policy);
    return line;
  }
  const auto& action = std::get<session::ActionChange>(change.what);
  if (action.notice) {
    begin("action", session::name_of(action.kind));
    line["action"] = only(actions::notice_records({{*action.notice}, {}}, policy));
  } else if (action.points) {
    begin("points", session::name_of(action.kind));
    line["points"] = only(actions::points_records({{}, {*action.points}}, policy));
  }
  return line;
}

}  // namespace

std::string live_lines(time::Instant at, const std::vector<session::Change>& changes,
                       const verdicts::PolicyShape& policy) {
  std::string lines;
  const std::string instant = time::format_utc(at);
  for (const session::Change& change : changes) {
    lines += line_of(change, instant, policy)
                 .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    lines += '\n';
  }
  return lines;
}

}  // namespace sla::cli
