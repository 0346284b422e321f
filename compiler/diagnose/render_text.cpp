#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "compiler/diagnose/display.h"
#include "compiler/diagnose/render.h"

namespace sla::diagnose {
namespace {

/// Lines wider than this are cut around the span; a policy line rarely is.
constexpr std::size_t kWidest = 120;
constexpr std::size_t kContext = 40;
/// Columns of a message, label, note or help; several lines of a terminal.
constexpr std::size_t kLongestRemark = 600;

struct Paint {
  bool on;

  std::string operator()(std::string_view code, std::string_view text) const {
    return on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
  std::string frame(std::string_view text) const { return (*this)("1;34", text); }
};

std::string_view colour_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "1;31";
    case Severity::warning: return "1;33";
    case Severity::note: return "1;32";
  }
  return "0";
}

/// One label on the line it starts in, in terminal columns.
struct Mark {
  std::size_t from, to;
  bool primary;
  const std::string* text;
};

struct MarkedLine {
  DisplayLine shown;
  std::vector<Mark> marks;
};

/// The marked lines of one file, in the order they are shown.
using Excerpt = std::map<std::uint32_t, MarkedLine>;

void mark(Excerpt& excerpt, const source::File& file, const Label& label, bool primary) {
  const std::uint32_t number = file.position(label.span.begin).line;
  const std::string_view line = file.line(number);
  MarkedLine& marked = excerpt[number];
  if (marked.shown.column_of_byte.empty()) marked.shown = display(line);
  const auto begin = static_cast<std::size_t>(line.data() - file.text().data());
  const std::size_t from = std::min<std::size_t>(label.span.begin - begin, line.size());
  const std::size_t to = std::clamp<std::size_t>(label.span.end - begin, from, line.size());
  const auto& columns = marked.shown.column_of_byte;
  marked.marks.push_back(
      {columns[from], std::max(columns[to], columns[from] + 1), primary, &label.text});
}

/// The columns of a line to show: all of it, or a window around its marks.
std::pair<std::size_t, std::size_t> window(const MarkedLine& line) {
  const std::size_t width = line.shown.width();
  if (width <= kWidest) return {0, width};
  const auto first = std::ranges::min_element(line.marks, {}, &Mark::from)->from;
  std::size_t from = first > kContext ? first - kContext : 0;
  from -= from % 4;  // Tabs keep their stops.
  return {from, std::min(width, from + kWidest)};
}

std::string shown_text(const MarkedLine& line, std::string_view original) {
  const auto [from, to] = window(line);
  if (from == 0 && to == line.shown.width()) return line.shown.text;
  std::string text = cut(line.shown, original, from, to);
  if (from > 0) text = "..." + text;
  if (to < line.shown.width()) text += "...";
  return text;
}

std::string without_trailing_spaces(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// What a stage says may quote the policy, and the policy may hold anything, of any length.
std::string safe(std::string_view text) {
  const DisplayLine shown = display(text);
  if (shown.width() <= kLongestRemark) return shown.text;
  return cut(shown, text, 0, kLongestRemark) + "...";
}

class Renderer {
 public:
  Renderer(const Finding& finding, const source::Sources& sources, bool colour)
      : finding_(traced_back(finding, sources)), sources_(sources), paint_{colour} {}

  std::string run() {
    const std::string head =
        fmt::format("{}[{}]", severity_name(finding_.severity), code_text(finding_.code));
    out_ = fmt::format("{}{}\n", paint_(colour_of(finding_.severity), head),
                       paint_("1", ": " + safe(finding_.message)));
    std::map<std::uint32_t, Excerpt> excerpts;
    add(excerpts, finding_.primary, true);
    for (const Label& label : finding_.secondary) add(excerpts, label, false);
    for (const auto& [file, excerpt] : excerpts) {
      const auto digits = fmt::formatted_size("{}", excerpt.rbegin()->first);
      gutter_ = std::max(gutter_, digits);
    }
    show(finding_.primary.span, excerpts[finding_.primary.span.file], "-->");
    for (const auto& [file, excerpt] : excerpts) {
      if (file == finding_.primary.span.file) continue;
      const auto label =
          std::ranges::find(finding_.secondary, file, [](const Label& l) { return l.span.file; });
      show(label->span, excerpt, ":::");
    }
    if (finding_.timeline) story(*finding_.timeline);
    if (!finding_.notes.empty() || finding_.help) bar("");
    for (const std::string& note : finding_.notes) remark("note", note);
    if (finding_.help) remark("help", *finding_.help);
    return std::move(out_);
  }

 private:
  void add(std::map<std::uint32_t, Excerpt>& excerpts, const Label& label, bool primary) {
    mark(excerpts[label.span.file], sources_.file(label.span.file), label, primary);
  }

  void bar(std::string_view text) {
    const std::string line = fmt::format("{:{}} {}{}", "", gutter_, paint_.frame("|"), text);
    out_ += without_trailing_spaces(line) + "\n";
  }

  void remark(std::string_view kind, const std::string& text) {
    out_ += fmt::format("{:{}} {} {}: {}\n", "", gutter_, paint_.frame("="), paint_("1", kind),
                        safe(text));
  }

  void story(const Timeline& timeline) {
    bar("");
    out_ +=
        fmt::format("{:{}} {} {}\n", "", gutter_, paint_.frame("="), paint_("1", "for example:"));
    std::size_t width = 0;
    for (const Timeline::Line& line : timeline.lines)
      width = std::max(width, display(line.when).width());
    for (const Timeline::Line& line : timeline.lines) {
      const DisplayLine when = display(line.when);
      const std::string blanks(width - when.width(), ' ');
      out_ += without_trailing_spaces(fmt::format("{:{}}     {}{}  {}", "", gutter_, when.text,
                                                  blanks, safe(line.what))) +
              "\n";
    }
  }

  void show(source::Span place, const Excerpt& excerpt, std::string_view arrow) {
    const source::File& file = sources_.file(place.file);
    const source::Position at = file.position(place.begin);
    out_ += fmt::format("{:{}}{} {}:{}:{}\n", "", gutter_, paint_.frame(arrow), file.path(),
                        at.line, at.column);
    bar("");
    std::uint32_t previous = 0;
    for (const auto& [number, line] : excerpt) {
      if (previous != 0 && number > previous + 1) out_ += paint_.frame("...") + "\n";
      const std::string label = fmt::format("{:>{}} |", number, gutter_);
      out_ += without_trailing_spaces(
                  fmt::format("{} {}", paint_.frame(label), shown_text(line, file.line(number)))) +
              "\n";
      marks(line);
      previous = number;
    }
  }

  void marks(const MarkedLine& line) {
    const auto [from, to] = window(line);
    const std::size_t shift = from > 0 ? 3 : 0;
    std::vector<Mark> sorted = line.marks;
    std::ranges::stable_sort(sorted, std::ranges::greater{}, &Mark::primary);
    for (const Mark& mark : sorted) {
      const std::size_t begin = std::clamp(mark.from, from, to);
      const std::size_t end = std::clamp(mark.to, begin + 1, std::max(to, begin + 1));
      std::string text(end - begin, mark.primary ? '^' : '-');
      if (!mark.text->empty()) text += " " + safe(*mark.text);
      const std::string_view colour = mark.primary ? colour_of(finding_.severity) : "1;34";
      bar(std::string(1 + shift + begin - from, ' ') + paint_(colour, text));
    }
  }

  const Finding finding_;
  const source::Sources& sources_;
  Paint paint_;
  std::size_t gutter_ = 1;
  std::string out_;
};

}  // namespace

std::string code_text(Code code) { return fmt::format("SLA{:04}", static_cast<unsigned>(code)); }

std::string render_text(const Finding& finding, const source::Sources& sources, bool colour) {
  return Renderer(finding, sources, colour).run();
}

}  // namespace sla::diagnose
