#include "cli/rewrite.h"

#include <filesystem>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <dtl/dtl.hpp>

#include "cli/exit_code.h"
#include "cli/part_file.h"
#include "cli/policy.h"

namespace sla::cli {
namespace {

constexpr const char* kNoLineEnd = "\n\\ No newline at end of file";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (!text.empty() && text.back() != '\n') lines.back() += kNoLineEnd;
  return lines;
}

}  // namespace

std::string unified_diff(const std::string& path, std::string_view before, std::string_view after) {
  if (before == after) return "";
  dtl::Diff<std::string> diff(lines_of(before), lines_of(after));
  diff.onHuge();
  diff.compose();
  diff.composeUnifiedHunks();
  std::ostringstream out;
  diff.printUnifiedFormat(out);
  return fmt::format("--- {0}\n+++ {0}\n{1}", path, out.str());
}

int rewrite(const std::string& path, const std::string& text) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  const auto permissions = std::filesystem::status(target, error).permissions();
  PartFile part(target.string());
  auto written = part.write([&](std::ostream& out) { out << text; });
  std::filesystem::permissions(part.path(), permissions, error);
  if (written) written = part.move_into_place();
  if (written) return kClean;
  complain(written.error().message, written.error().help);
  return kUnreadable;
}

}  // namespace sla::cli
