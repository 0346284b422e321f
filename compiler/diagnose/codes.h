#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sla::diagnose {

enum class Severity : std::uint8_t { error, warning, note };

/// Every code the compiler can report, from the one list in codes.def. SLA0xxx: text and syntax;
/// 1xxx: names, types and units; 2xxx: what the agreement means; 3xxx: mapping of data; 4xxx:
/// evaluation. A code is never used again for something else.
enum class Code : std::uint16_t {
#define SLA_CODE(number, severity, name, meaning) name = number,
#include "compiler/diagnose/codes.def"
#undef SLA_CODE
};

struct CodeEntry {
  Code code;
  Severity severity;
  std::string_view name;
  std::string_view meaning;
};

/// The catalogue, in ascending order of code.
std::span<const CodeEntry> catalogue();
const CodeEntry& entry(Code code);
/// "SLA1001".
std::string_view severity_name(Severity severity);

}  // namespace sla::diagnose
