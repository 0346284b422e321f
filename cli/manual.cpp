#include <fmt/format.h>

#include "cli/command_tree.h"

namespace sla::cli {
namespace {

/// Text for roff: backslashes and hyphens as they are, and no line that begins like a request.
std::string roff(const std::string& text) {
  std::string result;
  bool at_begin = true;
  for (const char c : text) {
    if (at_begin && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
    at_begin = c == '\n';
  }
  return result;
}

std::string flags_text(const std::vector<FlagInfo>& flags) {
  std::string text;
  for (const FlagInfo& flag : flags) {
    std::string names;
    for (const std::string& name : flag.names)
      names += (names.empty() ? "" : ", ") + fmt::format("\\fB{}\\fR", roff(name));
    if (!flag.takes.empty()) names += fmt::format(" \\fI{}\\fR", roff(flag.takes));
    text += fmt::format(".TP\n{}\n{}\n", names, roff(flag.description));
  }
  return text;
}

std::string examples(const std::string& footer) {
  if (footer.empty()) return "";
  return fmt::format(".PP\n.nf\n{}\n.fi\n", roff(footer.substr(footer.find_first_not_of('\n'))));
}

}  // namespace

std::string manual_page(const CommandInfo& command) {
  std::string text = fmt::format(
      ".TH SLA 1 \"\" \"sla {}\" \"User commands\"\n.SH NAME\nsla \\- agreements between sales and "
      "marketing, checked and judged\n.SH SYNOPSIS\n.B sla\n\\fIVERB\\fR [\\fIARGUMENT\\fR ...]\n"
      ".SH DESCRIPTION\n{}\n",
      SLA_VERSION, roff(command.itself.description));
  text += ".SH VERBS\n";
  for (const VerbInfo& verb : command.verbs) {
    std::string takes;
    for (const FlagInfo& positional : verb.positionals)
      takes += fmt::format(" \\fI{}\\fR{}", roff(positional.names.front()),
                           positional.repeats ? " ..." : "");
    text += fmt::format(".SS sla {}{}\n{}\n{}{}", verb.name, takes, roff(verb.description),
                        flags_text(verb.flags), examples(verb.footer));
  }
  text += ".SH FLAGS OF EVERY VERB\n" + flags_text(command.itself.flags);
  return text + ".SH EXAMPLES\n" + examples(command.itself.footer);
}

}  // namespace sla::cli
