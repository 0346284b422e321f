#include "lsp/library_lines.h"

#include <fstream>
#include <map>
#include <sstream>

#include "compiler/driver/library.h"

namespace sla::lsp {
namespace {

/// The words of a line up to its title, and the title.
struct Line {
  std::vector<std::string> words;
  std::string title;
};

Line read(const std::string& text) {
  Line line;
  const std::size_t quote = text.find('"');
  std::istringstream words(text.substr(0, quote));
  for (std::string word; words >> word && line.words.size() < 4;) line.words.push_back(word);
  if (quote == text.npos) return line;
  const std::size_t end = text.find('"', quote + 1);
  if (end != text.npos) line.title = text.substr(quote + 1, end - quote - 1);
  return line;
}

/// Declarations begin at the margin, one a line: that is enough to offer them. What they mean the
/// compiler says once one is used.
std::vector<LibraryItem> items_of(const std::string& library, const std::string& path) {
  std::vector<LibraryItem> items;
  std::ifstream file(path);
  for (std::string text; std::getline(file, text);) {
    if (!text.starts_with("holidays ") && !text.starts_with("template ")) continue;
    const Line line = read(text);
    const bool made = line.words.front() == "template";
    const std::size_t name = made ? 2 : 1;
    if (line.words.size() <= name) continue;
    items.push_back({library, line.words[name], line.title, made ? line.words[1] : "holidays"});
  }
  return items;
}

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  std::istringstream in(name);
  for (std::string part; std::getline(in, part, '.');) parts.push_back(part);
  return parts;
}

}  // namespace

std::vector<LibraryItem> library_items(const std::string& using_file,
                                       const std::vector<std::string>& folders) {
  static std::map<std::string, std::vector<LibraryItem>> known;
  const auto roots = driver::library_roots(using_file, folders);
  std::vector<LibraryItem> items;
  for (const std::string& library : driver::library_names(roots)) {
    const auto path = driver::find_library_file(parts_of(library), roots);
    if (!path) continue;
    const auto [found, is_new] = known.try_emplace(path->string());
    if (is_new) found->second = items_of(library, path->string());
    for (LibraryItem item : found->second) {
      item.library = library;
      items.push_back(std::move(item));
    }
  }
  return items;
}

}  // namespace sla::lsp
