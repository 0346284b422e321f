#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/diagnose/finding.h"
#include "compiler/source/source.h"

namespace sla::parse {

/// What lines may be set out as a table: only lines of the same kind are aligned with each other.
enum class Table : std::uint8_t {
  none,
  agreement,   ///< `version    3`
  calendar,    ///< `closed  2026-12-25`
  holidays,    ///< `"Christmas Day"  December 25  observed nearest weekday`
  fields,      ///< `score  integer`
  states,      ///< `mql  owned by marketing  requires good_fit`
  source,      ///< `lead  from lead_id`
  meanings,    ///< `"MQL"  enters mql`
  tiers,       ///< `hot  15 business minutes`
  rules,       ///< `on reentry  new cycle`
  actions,     ///< `at 75%  remind owner`
  program,     ///< `badge  lightning when ...`
  facts,       ///< `score  80`, and the arguments of a template
  people,      ///< `"Dana"  in "East"`
  parameters,  ///< `parameter limit  "From entry on"  duration  = 4 hours`
  happenings,  ///< `at 2026-03-06 16:30  a enters mql`
};

/// One word, mark or comment of a policy and how it may stand.
struct Piece {
  source::Span span;
  bool comment = false;
  std::uint32_t lines_before = 0;   ///< Line ends between the piece before and this one.
  std::uint32_t spaces_before = 0;  ///< Blanks between it and what is before it on its line.

  enum class Space : std::uint8_t { one, none, as_written } space = Space::one;
  /// An item of a block begins here, or a part of an item that may have a line to itself.
  enum class Begins : std::uint8_t { nothing, part, item } begins = Begins::nothing;
  bool opens = false, closes = false;  ///< A brace of a block.
  /// A column of `table` begins here; 0 is the first word of a line, which is always one.
  Table table = Table::none;
  std::uint8_t column = 0;
};

/// The pieces of a file in order, for a formatter. Nothing, with findings, when its words do not
/// make sentences of the language. `findings` has no errors before.
std::optional<std::vector<Piece>> layout(const source::Sources& sources, std::uint32_t file,
                                         diagnose::Findings& findings);

}  // namespace sla::parse
