#pragma once

#include <string>

namespace sla::cli {

/// `sla explain SLA2101`: the page of a code on standard output, in a format ("text", "markdown" or
/// "json"). Answers with the exit code: 2 for a code that does not exist, with those that are near.
int explain_code(const std::string& code, const std::string& format);

/// `sla explain --list`: every code with its severity and meaning.
int list_codes(const std::string& format);

}  // namespace sla::cli
