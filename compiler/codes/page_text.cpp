#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/codes/pages.h"
#include "compiler/diagnose/display.h"

namespace sla::codes {
namespace {

constexpr std::string_view kExampleIndent = "    ";

/// Markdown of one page, a line at a time: enough for what pages are made of (headings, paragraphs,
/// lists, tables, blocks of examples).
class Reader {
 public:
  Reader(std::size_t width, bool colour) : width_(width), colour_(colour) {}

  std::string run(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    finish_paragraph();
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  void line(std::string_view line) {
    if (line.starts_with("```")) {
      finish_paragraph();
      in_example_ = !in_example_;
    } else if (in_example_) {
      put(line.empty() ? "" : paint("36", std::string(kExampleIndent) + std::string(line)));
    } else if (line.starts_with('#')) {
      finish_paragraph();
      put(paint("1", std::string(line.substr(line.find_first_not_of("# ")))));
    } else if (line.starts_with('|')) {
      finish_paragraph();
      put(line);
    } else if (line.empty()) {
      finish_paragraph();
      if (!out_.empty() && !out_.ends_with("\n\n")) put("");
    } else {
      if (line.starts_with("- ")) finish_paragraph();
      if (!paragraph_.empty()) paragraph_ += ' ';
      paragraph_ += line.substr(line.find_first_not_of(' '));
    }
  }

  void put(std::string_view line) { out_ += std::string(line) + "\n"; }

  std::string paint(const char* code, const std::string& text) const {
    return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }

  void finish_paragraph() {
    if (paragraph_.empty()) return;
    const std::string indent = paragraph_.starts_with("- ") ? "  " : "";
    std::string line;
    std::size_t columns = 0;
    for (const std::string& word : words(without_links(paragraph_))) {
      const std::size_t more = diagnose::display(word).width();
      if (columns > 0 && columns + 1 + more > width_) {
        put(emphasised(line));
        line = indent;
        columns = indent.size();
      } else if (columns > 0) {
        line += ' ';
        ++columns;
      }
      line += word;
      columns += more;
    }
    put(emphasised(line));
    paragraph_.clear();
  }

  /// Words to fill lines with; what stands between backticks is one.
  static std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> words(1);
    bool code = false;
    for (const char c : text) {
      if (c == '`') code = !code;
      if (c == ' ' && !code) {
        if (!words.back().empty()) words.emplace_back();
      } else {
        words.back() += c;
      }
    }
    if (words.back().empty()) words.pop_back();
    return words;
  }

  /// "[words](address)" becomes "words".
  static std::string without_links(const std::string& text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::size_t middle = text[i] == '[' ? text.find("](", i) : text.npos;
      const std::size_t end = middle == text.npos ? text.npos : text.find(')', middle);
      if (end == text.npos) {
        result += text[i];
      } else {
        result += text.substr(i + 1, middle - i - 1);
        i = end;
      }
    }
    return result;
  }

  /// `code` in a colour, where there is colour; **strong** without its stars.
  std::string emphasised(const std::string& line) const {
    std::string result;
    bool code = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '`') {
        code = !code;
        result += colour_ ? (code ? "\x1b[36m" : "\x1b[0m") : "`";
      } else if (!code && line.compare(i, 2, "**") == 0) {
        ++i;
      } else {
        result += line[i];
      }
    }
    if (code && colour_) result += "\x1b[0m";
    return result;
  }

  std::size_t width_;
  bool colour_;
  bool in_example_ = false;
  std::string paragraph_;
  std::string out_;
};

}  // namespace

std::string page_for_terminal(std::string_view markdown, std::size_t width, bool colour) {
  return Reader(width, colour).run(markdown);
}

}  // namespace sla::codes
