#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compiler/diagnose/finding.h"

namespace sla::diagnose {
namespace {

using source::Expansion;
using source::Segment;
using source::Span;

/// The segment that a span lies in, or null when it lies in several.
const Segment* only_segment(const Expansion& expansion, Span span) {
  for (const Segment& segment : expansion.segments) {
    if (segment.begin <= span.begin && span.end <= segment.end && span.begin < segment.end)
      return &segment;
  }
  return nullptr;
}

void add_once(std::vector<Label>& labels, Label label) {
  const auto same = [&](const Label& other) { return other.span == label.span; };
  if (std::ranges::none_of(labels, same)) labels.push_back(std::move(label));
}

/// One step back for the place of a finding; what it leaves behind becomes labels.
void step_back(Finding& finding, const source::Sources& sources) {
  Span& span = finding.primary.span;
  const Expansion& expansion = *sources.file(span.file).expansion();
  const Segment* segment = only_segment(expansion, span);
  span = sources.written(span);
  if (expansion.what.empty()) return;
  if (segment != nullptr && segment->in_place_of) {
    add_once(finding.secondary,
             {*segment->in_place_of, fmt::format("what `{}` does with it", expansion.what)});
  } else if (!(span == expansion.used_by)) {
    add_once(finding.secondary,
             {expansion.used_by, fmt::format("in this use of `{}`", expansion.what)});
  }
}

bool expanded(Span span, const source::Sources& sources) {
  return sources.file(span.file).expansion() != nullptr;
}

Span all_the_way(Span span, const source::Sources& sources) {
  while (expanded(span, sources)) span = sources.written(span);
  return span;
}

/// Whether the bytes of a span are those of one written text; then the span becomes theirs.
bool step_back(Span& span, const source::Sources& sources) {
  while (expanded(span, sources)) {
    const Segment* segment = only_segment(*sources.file(span.file).expansion(), span);
    if (segment == nullptr || !segment->verbatim) return false;
    span = sources.written(span);
  }
  return true;
}

/// A repair can be made only where all its bytes are written ones.
void step_back(std::optional<Fix>& fix, const source::Sources& sources) {
  if (!fix) return;
  bool written = step_back(fix->span, sources);
  for (Edit& edit : fix->more) written = written && step_back(edit.span, sources);
  if (!written) fix.reset();
}

}  // namespace

Finding traced_back(Finding finding, const source::Sources& sources) {
  step_back(finding.fix, sources);
  for (Label& label : finding.secondary) label.span = all_the_way(label.span, sources);
  while (expanded(finding.primary.span, sources)) step_back(finding, sources);
  for (Label& label : finding.secondary) label.span = all_the_way(label.span, sources);
  std::erase_if(finding.secondary,
                [&](const Label& label) { return label.span == finding.primary.span; });
  return finding;
}

void Findings::trace_back(const source::Sources& sources) {
  for (Finding& finding : all_) finding = traced_back(std::move(finding), sources);
}

}  // namespace sla::diagnose
