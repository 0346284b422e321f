#pragma once

#include <string>

#include "compiler/report/report.h"

/// One function a format; `render` chooses. See there.
namespace sla::report {

std::string render_text(const Report& report, const Options& options);
std::string render_brief(const Report& report, const Options& options);
std::string render_agent(const Report& report, const Options& options);
std::string render_json(const Report& report, const Options& options);
std::string render_jsonl(const Report& report, const Options& options);
std::string render_sarif(const Report& report, const Options& options);
std::string render_github(const Report& report, const Options& options);
std::string render_gitlab(const Report& report, const Options& options);
std::string render_junit(const Report& report, const Options& options);

}  // namespace sla::report
