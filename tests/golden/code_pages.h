#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/diagnose/codes.h"
#include "tests/golden/golden.h"

namespace sla::golden {

/// A block of a page of docs/codes; docs/codes/README.md says what is done with it.
struct PageBlock {
  std::size_t line = 0;
  std::string section;  ///< "Fires", "Repaired", "Stays silent" or any other.
  std::string kind;     ///< "sla", "ics", "text" ...
  std::string file;     ///< What it is called if it is a file beside the policies.
  bool policy = false;
  std::string text;  ///< With the base before it, if it continues it.
};

struct CodePage {
  std::string title;
  std::vector<std::string> sections;
  std::vector<PageBlock> blocks;
  std::set<std::string> come_along;  ///< Codes that examples may have as well.
  std::string not_played, reserved;  ///< Why.
  std::string prose;                 ///< Before the first section.
};

fs::path code_pages();
CodePage read_code_page(const fs::path& path);

}  // namespace sla::golden
