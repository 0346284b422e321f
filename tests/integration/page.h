#pragma once

#include <string>
#include <vector>

/// Pages whose commands are run. In a page,
///
///     ```console
///     $ sla check agreement.sla
///     what it prints
///     ```
///
/// is run in a shell, with the built `sla` first in the path, and has to print exactly that
/// (standard output and standard error together). A block whose opening names a file, such as
/// ```sla agreement.sla, is written there first. What a reader does by hand stands in
/// `<!-- $ command -->` on a line of its own; its output is not shown.
namespace sla::integration {

struct PageRun {
  std::string text;  ///< The page, with what the commands print now.
  int commands = 0;
  std::vector<std::string> failures;  ///< Commands that ended otherwise than with 0 or 1.
};

/// Runs the blocks of `page` in their order, in `folder`. What differs from machine to machine, the
/// version of the tz database, stays as the page has it.
PageRun run_page(const std::string& page, const std::string& folder);

/// Whether the pages are to be rewritten (SLA_BLESS=1) instead of compared.
bool blessing();

}  // namespace sla::integration
