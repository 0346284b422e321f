#include <algorithm>

#include "compiler/source/source.h"

namespace sla::source {
namespace {

const Segment& segment_at(const std::vector<Segment>& segments, std::uint32_t offset) {
  auto after = std::ranges::upper_bound(segments, offset, {}, &Segment::begin);
  return after == segments.begin() ? *after : *(after - 1);
}

/// The part of what `segment` comes from that stands for [begin, end) of the expansion.
Span part(const Segment& segment, std::uint32_t begin, std::uint32_t end) {
  if (!segment.verbatim) return segment.from;
  const auto moved = [&](std::uint32_t offset) {
    const std::uint32_t within = std::clamp(offset, segment.begin, segment.end) - segment.begin;
    return std::min(segment.from.begin + within, segment.from.end);
  };
  return {segment.from.file, moved(begin), moved(end)};
}

/// The same seen from the template: an argument is where it was asked for.
Span place(const Segment& segment, std::uint32_t begin, std::uint32_t end) {
  return segment.in_place_of ? *segment.in_place_of : part(segment, begin, end);
}

}  // namespace

Span Sources::written(Span span) const {
  const Expansion* expansion = file(span.file).expansion();
  if (expansion == nullptr || expansion->segments.empty()) return span;
  const Segment& first = segment_at(expansion->segments, span.begin);
  const Segment& last =
      segment_at(expansion->segments, span.end > span.begin ? span.end - 1 : span.begin);
  if (&first == &last) return part(first, span.begin, span.end);
  const Span from = place(first, span.begin, span.end);
  const Span to = place(last, span.begin, span.end);
  if (from.file == to.file) return join(from, to);
  return expansion->used_by.end > expansion->used_by.begin ? expansion->used_by : from;
}

}  // namespace sla::source
