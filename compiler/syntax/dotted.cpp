#include "compiler/syntax/dotted.h"

namespace sla::syntax {

std::string dotted(std::span<const Name> names) {
  std::string text;
  for (const Name& name : names) text += (text.empty() ? "" : ".") + name.text;
  return text;
}

Span span_of(std::span<const Name> names) {
  return source::join(names.front().span, names.back().span);
}

}  // namespace sla::syntax
