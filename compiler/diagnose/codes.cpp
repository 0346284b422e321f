#include "compiler/diagnose/codes.h"

#include <algorithm>
#include <array>

namespace sla::diagnose {
namespace {

constexpr auto kCatalogue = std::to_array<CodeEntry>({
#define SLA_CODE(number, severity, name, meaning) {Code::name, Severity::severity, #name, meaning},
#include "compiler/diagnose/codes.def"
#undef SLA_CODE
});

static_assert(std::ranges::adjacent_find(kCatalogue, std::ranges::greater_equal{},
                                         &CodeEntry::code) == kCatalogue.end(),
              "codes.def must be in ascending order, each number once");

}  // namespace

std::span<const CodeEntry> catalogue() { return kCatalogue; }

const CodeEntry& entry(Code code) {
  return *std::ranges::lower_bound(kCatalogue, code, {}, &CodeEntry::code);
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

}  // namespace sla::diagnose
