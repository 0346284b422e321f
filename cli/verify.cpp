#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/policy.h"
#include "cli/terminal.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "compiler/driver/describe.h"
#include "compiler/driver/signatures.h"

namespace sla::cli {
namespace {

using driver::PartyStanding;
using driver::Standing;

struct VerifyVerb {
  std::string file, format = "text";
  std::optional<std::string> signatures;
  std::vector<std::string> trust;
};

const char* name_of(Standing standing) {
  switch (standing) {
    case Standing::signed_now: return "signed";
    case Standing::unsigned_: return "unsigned";
    case Standing::changed: return "changed";
    case Standing::untrusted: return "untrusted";
    case Standing::forged: return "forged";
  }
  return "?";
}

std::string signer_of(const PartyStanding& party) {
  const std::string& by = party.signature.by;
  return (by.empty() ? std::string() : printable(by) + ", ") + printable(party.signature.at);
}

std::string sentence(const PartyStanding& party) {
  switch (party.standing) {
    case Standing::signed_now: return fmt::format("signed ({})", signer_of(party));
    case Standing::unsigned_: return "has not signed";
    case Standing::changed:
      return fmt::format("signed what the agreement said before ({})", signer_of(party));
    case Standing::untrusted:
      return fmt::format("signed ({}), but with a key that nobody vouches for", signer_of(party));
    case Standing::forged: return "has a signature that does not fit what it claims to sign";
  }
  return "";
}

void print_changes(const PartyStanding& party, bool colour) {
  if (!party.changes.empty()) fmt::print("    changed since then:\n");
  for (const driver::MeaningChange& change : party.changes) {
    fmt::print("    {}\n", printable(change.what));
    for (const std::string& line : change.before)
      fmt::print("      {}\n", shaded("- " + printable(line), Shade::bad, colour));
    for (const std::string& line : change.after)
      fmt::print("      {}\n", shaded("+ " + printable(line), Shade::good, colour));
  }
}

void print_text(const agreement::Agreement& agreement,
                const std::vector<PartyStanding>& standings) {
  const bool colour = colour_out();
  fmt::print("{}, version {}, meaning {}\n", printable(agreement.title), agreement.version,
             driver::semantic_hash(agreement).substr(0, 12));
  std::size_t width = 0;
  for (const PartyStanding& party : standings) width = std::max(width, party.party.size());
  for (const PartyStanding& party : standings) {
    const Shade shade = party.standing == Standing::signed_now ? Shade::good : Shade::bad;
    fmt::print("  {:<{}}  {}\n", party.party, width, shaded(sentence(party), shade, colour));
    if (!party.fingerprint.empty()) fmt::print("  {:<{}}  key {}\n", "", width, party.fingerprint);
    print_changes(party, colour);
  }
}

nlohmann::ordered_json json_of(const PartyStanding& party) {
  nlohmann::ordered_json json{{"party", party.party}, {"standing", name_of(party.standing)}};
  if (party.standing == Standing::unsigned_) return json;
  json["by"] = party.signature.by;
  json["at"] = party.signature.at;
  json["meaning"] = party.signature.meaning;
  json["fingerprint"] = party.fingerprint;
  json["changes"] = nlohmann::ordered_json::array();
  for (const driver::MeaningChange& change : party.changes)
    json["changes"].push_back(
        {{"what", change.what}, {"before", change.before}, {"after", change.after}});
  return json;
}

void print_json(const agreement::Agreement& agreement,
                const std::vector<PartyStanding>& standings) {
  nlohmann::ordered_json json{{"schema", "sla.verification/1"},
                              {"agreement", agreement.title},
                              {"version", agreement.version},
                              {"meaning", driver::semantic_hash(agreement)},
                              {"parties", nlohmann::ordered_json::array()}};
  for (const PartyStanding& party : standings) json["parties"].push_back(json_of(party));
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

int verify(const VerifyVerb& verb) {
  int exit_code = kClean;
  const auto checked = load_policy(verb.file, exit_code);
  if (!checked) return exit_code;
  const agreement::Agreement& agreement = *checked->agreement;
  const auto given = keys_of(verb.trust, agreement);
  if (!given) return kUsage;
  const auto signatures =
      driver::read_signatures(verb.signatures.value_or(driver::signatures_path(verb.file)));
  if (!signatures) {
    complain(signatures.error().message, signatures.error().help);
    return kUnreadable;
  }
  const auto standings = driver::verify_signatures(
      agreement, *signatures, driver::trusted_keys(verb.file, agreement, *given));
  if (!standings) {
    complain(standings.error().message, standings.error().help);
    return kUnreadable;
  }
  if (verb.format == "json") {
    print_json(agreement, *standings);
  } else {
    print_text(agreement, *standings);
  }
  for (const PartyStanding& party : *standings)
    if (party.standing != Standing::signed_now) return kFindings;
  return kClean;
}

}  // namespace

void add_verify(CLI::App& app, int& exit_code) {
  CLI::App* verb = app.add_subcommand(
      "verify", "Say who has signed what an agreement means now, and what changed since");
  auto options = std::make_shared<VerifyVerb>();
  verb->add_option("FILE", options->file, "The agreement")->required();
  add_trust_option(*verb, options->trust);
  verb->add_option("--signatures", options->signatures,
                   "Where signatures are kept; FILE.signatures unless said")
      ->type_name("FILE");
  verb->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  verb->footer("Example:\n  sla verify agreement.sla --trust sales=keys/sales.pub");
  verb->callback([options, &exit_code] { exit_code = verify(*options); });
}

}  // namespace sla::cli
