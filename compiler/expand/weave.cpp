#include "compiler/expand/weave.h"

namespace sla::expand {

void Weave::copy(source::Span from, std::optional<source::Span> place) {
  append(sources_.text(from), {0, 0, from, true, place});
}

void Weave::add(std::string_view text, source::Span from, std::optional<source::Span> place) {
  append(text, {0, 0, from, false, place});
}

void Weave::append(std::string_view text, source::Segment segment) {
  if (text.empty()) return;
  segment.begin = static_cast<std::uint32_t>(text_.size());
  text_ += text;
  segment.end = static_cast<std::uint32_t>(text_.size());
  segments_.push_back(segment);
}

}  // namespace sla::expand
