#include "lsp/loop.h"

#include "cli/policy.h"
#include "cli/verbs.h"

namespace sla::cli {

void add_lsp(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "lsp", "Serve editors: the Language Server Protocol over standard input and output");
  // What clients say by habit; there is no other way.
  auto ignored = std::make_shared<bool>();
  verb->add_flag("--stdio", *ignored, "Accepted, because many editors say it; has no effect");
  verb->footer("Editors start it; docs/how-to/edit-agreements.md says how.");
  verb->callback([ignored, &exit_code] {
    lsp::ServerOptions options;
    options.library_folders = policy_options().library_folders;
    exit_code = lsp::serve_standard_streams(options);
  });
}

}  // namespace sla::cli
