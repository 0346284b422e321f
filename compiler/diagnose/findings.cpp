#include <algorithm>
#include <tuple>
#include <utility>

#include "compiler/diagnose/finding.h"

namespace sla::diagnose {

Finding& Findings::add(Code code, source::Span span, std::string message, std::string label) {
  return all_.emplace_back(Finding{.code = code,
                                   .severity = entry(code).severity,
                                   .message = std::move(message),
                                   .primary = {span, std::move(label)},
                                   .secondary = {},
                                   .notes = {},
                                   .help = {},
                                   .fix = {},
                                   .timeline = {}});
}

bool Findings::has_errors() const {
  return std::ranges::any_of(all_, [](const Finding& f) { return f.severity == Severity::error; });
}

std::size_t Findings::counted() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(all_, [](const Finding& f) { return !f.suppressed; }));
}

void Findings::settle() {
  const auto place = [](const Finding& finding) {
    const source::Span& span = finding.primary.span;
    return std::tuple(span.file, span.begin, span.end, finding.code);
  };
  std::ranges::stable_sort(all_, {}, place);
  const auto repeated = std::ranges::unique(all_, {}, place);
  all_.erase(repeated.begin(), repeated.end());
}

}  // namespace sla::diagnose
