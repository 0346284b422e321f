#include "compiler/source/asked_for.h"

namespace sla::source {

Span asked_for_by(Span span, const Sources& sources) {
  // Spans of an expansion come from files before it, so this ends.
  while (const Expansion* expansion = sources.file(span.file).expansion()) {
    const Span from = expansion->used_by;
    const Span next = from.end > from.begin ? from : sources.written(span);
    if (next == span) break;
    span = next;
  }
  return span;
}

}  // namespace sla::source
