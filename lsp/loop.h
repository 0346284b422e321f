#pragma once

#include "lsp/server.h"

namespace sla::lsp {

/// Serves one client over two files until it says `exit` or goes away. Answers the exit code: 0
/// after `shutdown`, else 1. Nothing else may write to `out` meanwhile.
int serve(int in, int out, const ServerOptions& options);

/// The same over standard input and output; whatever else is printed goes to standard error.
int serve_standard_streams(const ServerOptions& options);

}  // namespace sla::lsp
