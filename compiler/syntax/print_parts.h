#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/syntax/syntax.h"

/// What the files of the printer share.
namespace sla::syntax {

std::string quoted(std::string_view text);
std::string shown(const Date& date);
std::string shown(const ClockTime& time);
std::string shown(const Duration& duration);
std::string shown(const std::vector<Name>& names);
std::string shown(const Period& period);

/// Collects lines, indented by how many `Nested` are alive.
class Printer {
 public:
  template <typename... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    text_.append(depth_ * 2, ' ');
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
    text_ += '\n';
  }
  const std::string& text() const { return text_; }

 private:
  friend class Nested;
  std::string text_;
  std::size_t depth_ = 0;
};

class Nested {
 public:
  explicit Nested(Printer& out) : out_(out) { ++out_.depth_; }
  ~Nested() { --out_.depth_; }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

 private:
  Printer& out_;
};

/// ` "Title"`, or nothing.
std::string title_of(const std::optional<Text>& title);

void print(Printer& out, const Calendar& calendar);
void print(Printer& out, const Holidays& holidays);
void print(Printer& out, const Source& source);
void print(Printer& out, const Clause& clause);
void print(Printer& out, const Test& test);
void print(Printer& out, const Use& use);
void print(Printer& out, const Parameter& parameter);
void print(Printer& out, const Template& template_);
void print(Printer& out, const Instance& instance);

}  // namespace sla::syntax
