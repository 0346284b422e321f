#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/part_file.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "compiler/driver/describe.h"
#include "compiler/driver/signatures.h"

namespace sla::cli {
namespace {

struct SignVerb {
  std::string file, party, key, by;
  std::optional<std::string> signatures;
};

/// SOURCE_DATE_EPOCH makes what is written reproducible.
std::string now_text() {
  std::time_t now = std::time(nullptr);
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH")) {
    char* end = nullptr;
    const long long said = std::strtoll(fixed, &end, 10);
    if (*fixed != '\0' && *end == '\0' && said >= 0 && said < 253402300800) now = said;
  }
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

int sign(const SignVerb& verb) {
  int exit_code = kClean;
  const auto checked = load_policy(verb.file, exit_code);
  if (!checked) return exit_code;
  const std::string path = verb.signatures.value_or(driver::signatures_path(verb.file));
  auto signatures = driver::read_signatures(path);
  if (!signatures) {
    complain(signatures.error().message, signatures.error().help);
    return kUnreadable;
  }
  const auto done = driver::add_signature(*signatures, *checked->agreement, verb.party, verb.by,
                                          now_text(), verb.key, std::getenv("SLA_KEY_PASSPHRASE"));
  if (!done) {
    complain(done.error().message, done.error().help);
    return kUsage;
  }
  exit_code = write_whole(path, driver::print_signatures(*signatures));
  if (exit_code == kClean)
    fmt::print("{} signed `{}` ({}) in {}\n", verb.party, printable(checked->agreement->title),
               driver::semantic_hash(*checked->agreement).substr(0, 12), printable(path));
  return exit_code;
}

/// A file that is not there yet, with these permissions from its first byte on.
std::expected<void, std::string> write_new(const std::string& path, const std::string& text,
                                           ::mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0)
    return std::unexpected(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<::ssize_t>(text.size());
  const int problem = errno;
  if (::close(file) == 0 && written) return {};
  ::unlink(path.c_str());
  return std::unexpected(fmt::format("cannot write {}: {}", path, std::strerror(problem)));
}

int keygen(const std::string& name) {
  const auto keys = driver::new_keys();
  if (!keys) {
    complain(keys.error().message, keys.error().help);
    return kUnreadable;
  }
  const std::string secret = name + ".key", open = name + ".pub";
  std::error_code ignored;
  if (std::filesystem::exists(open, ignored)) {
    complain(fmt::format("{} is there already", printable(open)), "choose another name");
    return kUnreadable;
  }
  auto written = write_new(secret, keys->first, 0600);
  if (written) written = write_new(open, keys->second, 0644);
  if (!written) {
    complain(printable(written.error()), "choose another name, or a folder that can be written");
    return kUnreadable;
  }
  fmt::print(
      "{}  the private key: keep it to yourself\n{}  the public key: give it to the other "
      "party\n",
      printable(secret), printable(open));
  return kClean;
}

}  // namespace

void add_sign(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand("sign", "Sign what an agreement means, for one party");
  auto options = std::make_shared<SignVerb>();
  verb->add_option("FILE", options->file, "The agreement")->required();
  verb->add_option("--as", options->party, "The party that signs")->required()->type_name("PARTY");
  verb->add_option("--key", options->key, "Its private key: Ed25519, PEM (`sla keygen` makes one)")
      ->required()
      ->type_name("FILE");
  verb->add_option("--by", options->by, "Who signs, such as \"Dana Ito, CMO\"")->type_name("NAME");
  verb->add_option("--signatures", options->signatures,
                   "Where signatures are kept; FILE.signatures unless said")
      ->type_name("FILE");
  verb->footer(
      "Example:\n  sla sign agreement.sla --as marketing --key marketing.key --by \"Dana Ito\"");
  verb->callback([options, &exit_code] { exit_code = sign(*options); });

  CLI::App* make = app.add_subcommand("keygen", "Make a pair of keys to sign with");
  auto name = std::make_shared<std::string>();
  make->add_option("NAME", *name, "Writes NAME.key and NAME.pub")->required();
  make->footer("Example:\n  sla keygen marketing");
  make->callback([name, &exit_code] { exit_code = keygen(*name); });
}

}  // namespace sla::cli
