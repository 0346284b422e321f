#include "tests/golden/code_pages.h"

#include <sstream>

namespace sla::golden {
namespace {

/// What a comment of its own line says after its key; nothing when it is another line.
bool comment(const std::string& line, const std::string& key, std::string& said) {
  const std::string begin = "<!-- " + key + ": ", end = " -->";
  if (!line.starts_with(begin) || !line.ends_with(end)) return false;
  said = line.substr(begin.size(), line.size() - begin.size() - end.size());
  return true;
}

PageBlock block_of(const std::string& fence, std::size_t line, const std::string& section) {
  PageBlock block;
  block.line = line;
  block.section = section;
  std::istringstream words(fence.substr(3));
  std::string role;
  words >> block.kind >> role >> block.file;
  block.policy = block.kind == "sla" && role.empty();
  return block;
}

}  // namespace

fs::path code_pages() { return folder("../..") / "docs" / "codes"; }

CodePage read_code_page(const fs::path& path) {
  CodePage page;
  std::istringstream lines(read(path));
  std::string line, said, base;
  bool inside = false;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (inside) {
      if (line == "```") {
        inside = false;
      } else {
        page.blocks.back().text += line + "\n";
      }
    } else if (line.starts_with("```")) {
      inside = true;
      page.blocks.push_back(
          block_of(line, number, page.sections.empty() ? "" : page.sections.back()));
      page.blocks.back().text = std::move(base);
      base.clear();
    } else if (line.starts_with("# ")) {
      page.title = line.substr(2);
    } else if (line.starts_with("## ")) {
      page.sections.push_back(line.substr(3));
    } else if (comment(line, "continues", said)) {
      base = read(code_pages() / (said + ".sla")) + "\n";
    } else if (comment(line, "with", said)) {
      page.come_along.insert(said);
    } else if (!comment(line, "not played", page.not_played) &&
               !comment(line, "reserved", page.reserved) && page.sections.empty()) {
      page.prose += line + "\n";
    }
  }
  return page;
}

}  // namespace sla::golden
