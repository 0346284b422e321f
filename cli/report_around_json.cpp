#include "cli/report_around_json.h"

#include "runtime/time/instant.h"

namespace sla::cli {
namespace {

using Json = nlohmann::ordered_json;

Json instant(time::Instant t) {
  return t == time::kNever ? Json(nullptr) : Json(time::format_utc(t));
}

Json notice_json(const Report& report, const actions::Notice& notice) {
  Json json;
  json["key"] = text_of(notice.key, report.shape);
  json["clause"] = report.shape.clauses[notice.key.clause].name;
  json["subject"] = notice.key.subject;
  json["kind"] = name_of(notice.kind);
  json["when"] = notice.when;
  json["state"] = name_of(notice.state);
  json["at"] = instant(notice.at);
  json["deliver_at"] = instant(notice.deliver_at);
  json["to"] = Json::array();
  for (const actions::Addressee& to : notice.to) {
    json["to"].push_back({{"as", name_of(to.kind)},
                          {"role", to.role.empty() ? Json(nullptr) : Json(to.role)},
                          {"name", to.name.empty() ? Json(nullptr) : Json(to.name)}});
  }
  json["channel"] = notice.channel;
  json["message"] = notice.message;
  return json;
}

Json standing_json(const programs::ProgramResult& program, const programs::LeaderboardResult& board,
                   const programs::Standing& standing) {
  Json json;
  json["program"] = program.name;
  json["title"] = board.title;
  json["per"] = programs::name_of(board.kind);
  json["period"] = standing.label;
  json["begin"] = instant(standing.begin);
  json["end"] = instant(standing.end);
  json["ended"] = standing.ended;
  json["places"] = Json::array();
  for (const programs::Place& place : standing.places) {
    json["places"].push_back({{"rank", place.rank},
                              {"tied", place.tied},
                              {"name", place.name},
                              {"points", place.points},
                              {"met", place.met},
                              {"breached", place.breached}});
  }
  return json;
}

Json badge_json(const programs::ProgramResult& program, const programs::BadgeResult& badge) {
  Json json;
  json["program"] = program.name;
  json["name"] = badge.name;
  json["title"] = badge.title;
  json["clause"] = badge.clause;
  json["per"] = programs::name_of(badge.kind);
  json["needed"] = badge.needed;
  json["in_a_row"] = badge.in_a_row;
  json["holders"] = Json::array();
  for (const programs::EarnedBadge& earned : badge.holders) {
    const bool any = earned.times > 0;
    json["holders"].push_back({{"name", earned.holder},
                               {"times", earned.times},
                               {"first", any ? instant(earned.first) : Json(nullptr)},
                               {"last", any ? instant(earned.last) : Json(nullptr)},
                               {"progress", earned.progress}});
  }
  return json;
}

Json win_json(const Report& report, const programs::ProgramResult& program,
              const programs::PrizeShape& prize, const programs::Win& win) {
  Json json;
  json["program"] = program.name;
  json["title"] = prize.title;
  json["per"] = programs::name_of(prize.holder);
  json["period"] = win.label;
  json["rank"] = win.rank;
  json["name"] = win.name;
  json["points"] = win.points;
  json["shared"] = win.shared;
  json["money"] = prize.money == 0 ? Json(nullptr) : Json::parse(scaled(win.money, 1'000'000));
  json["currency"] = prize.money == 0 ? Json(nullptr) : Json(report.agreement.currency);
  return json;
}

void add_steps(const Report& report, Json& json) {
  const NoticeCounts counts = count_notices(report.around.actions);
  json["action_counts"] = {
      {"sent", counts.sent}, {"scheduled", counts.scheduled}, {"withdrawn", counts.withdrawn}};
  json["actions"] = Json::array();
  for (const actions::Notice* notice : next_notices(report.around.actions)) {
    json["actions"].push_back(notice_json(report, *notice));
  }
  json["points"] = Json::array();
  for (const PointsTotal& total : points_totals(report.around.actions)) {
    json["points"].push_back({{"name", total.name},
                              {"points", total.points()},
                              {"awarded", total.awarded},
                              {"deducted", total.deducted}});
  }
}

}  // namespace

void add_around_json(const Report& report, Json& json) {
  if (report.around.has_steps) add_steps(report, json);
  if (report.around.programs.empty()) return;
  for (const char* key : {"leaderboards", "badges", "prizes"}) json[key] = Json::array();
  for (const programs::ProgramResult& program : report.around.programs) {
    for (const auto& board : program.leaderboards) {
      for (const auto& standing : board.standings) {
        json["leaderboards"].push_back(standing_json(program, board, standing));
      }
    }
    for (const auto& badge : program.badges) json["badges"].push_back(badge_json(program, badge));
    for (const auto& result : program.prizes) {
      for (const auto& win : result.wins) {
        json["prizes"].push_back(win_json(report, program, result.prize, win));
      }
    }
  }
}

}  // namespace sla::cli
