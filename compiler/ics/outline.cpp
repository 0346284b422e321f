#include "compiler/ics/outline.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace sla::ics {
namespace {

constexpr std::size_t kDeepest = 8;
constexpr std::size_t kMostEvents = 5000;

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

struct Open {
  std::string name;
  std::size_t line = 1;
};

class Outline {
 public:
  std::expected<std::vector<std::size_t>, Error> run(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      ++number_;
      if (auto read = take(line); !read) return std::unexpected(read.error());
    }
    if (!open_.empty()) {
      return std::unexpected(
          Error{open_.back().line, fmt::format("the file ends before this {} does: it may have "
                                               "been cut off",
                                               open_.back().name)});
    }
    if (!any_) return std::unexpected(Error{1, "this is not an iCalendar file"});
    return std::move(events_);
  }

 private:
  std::expected<void, Error> take(std::string_view line) {
    // A folded line goes on with a blank; it begins nothing.
    if (line.empty() || line.front() == ' ' || line.front() == '\t') return {};
    if (line.find('\0') != line.npos) return fail("a NUL character");
    const std::string start = upper(line.substr(0, 6));
    if (start == "BEGIN:") return begin(upper(line.substr(6)));
    if (start.starts_with("END:")) return end(upper(line.substr(4)));
    if (open_.empty()) return fail("this is not an iCalendar file");
    return {};
  }

  std::expected<void, Error> begin(const std::string& name) {
    if (open_.empty() && name != "VCALENDAR") return fail("this is not an iCalendar file");
    if (open_.size() == kDeepest) return fail("parts nested too deep");
    any_ = true;
    if (name == "VEVENT") events_.push_back(number_);
    if (events_.size() > kMostEvents) return fail(fmt::format("more than {} events", kMostEvents));
    open_.push_back({name, number_});
    return {};
  }

  std::expected<void, Error> end(const std::string& name) {
    if (open_.empty() || open_.back().name != name) return fail("END without its BEGIN");
    open_.pop_back();
    return {};
  }

  std::expected<void, Error> fail(std::string message) const {
    return std::unexpected(Error{number_, std::move(message)});
  }

  std::size_t number_ = 0;
  bool any_ = false;
  std::vector<Open> open_;
  std::vector<std::size_t> events_;
};

}  // namespace

std::expected<std::vector<std::size_t>, Error> outline(std::string_view text) {
  return Outline().run(text);
}

}  // namespace sla::ics
