#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/source/source.h"

namespace sla::expand {

/// Puts a text together from pieces of others and remembers where each stretch comes from.
class Weave {
 public:
  explicit Weave(const source::Sources& sources) : sources_(sources) {}

  /// The text of `from`, byte for byte. `place`: the name that it is filled in for.
  void copy(source::Span from, std::optional<source::Span> place = std::nullopt);
  /// Text that nobody wrote so, on account of `from`.
  void add(std::string_view text, source::Span from,
           std::optional<source::Span> place = std::nullopt);

  std::string take_text() { return std::move(text_); }
  std::vector<source::Segment> take_segments() { return std::move(segments_); }

 private:
  void append(std::string_view text, source::Segment segment);

  const source::Sources& sources_;
  std::string text_;
  std::vector<source::Segment> segments_;
};

}  // namespace sla::expand
