#include "cli/trust.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/policy.h"
#include "cli/terminal.h"

namespace sla::cli {

void add_trust_option(CLI::App& verb, std::vector<std::string>& given) {
  verb.add_option("--trust", given,
                  "The public key of a party, instead of keys/PARTY.pub beside the agreement; may "
                  "be repeated")
      ->type_name("PARTY=KEY")
      ->allow_extra_args(false)
      ->check([](const std::string& text) {
        const std::size_t equals = text.find('=');
        const bool fits = equals != 0 && equals != text.npos && equals + 1 < text.size();
        return fits ? std::string() : "write it as PARTY=KEY: " + text;
      });
}

std::optional<driver::TrustedKeys> keys_of(const std::vector<std::string>& given,
                                           const agreement::Agreement& agreement) {
  driver::TrustedKeys keys;
  const std::vector<std::string> parties = agreement.party_names();
  for (const std::string& each : given) {
    const std::size_t equals = each.find('=');
    const std::string party = each.substr(0, equals);
    if (std::ranges::find(parties, party) == parties.end()) {
      complain(fmt::format("`--trust`: `{}` is not a party of this agreement", printable(party)),
               fmt::format("it is between {}", fmt::join(parties, " and ")));
      return std::nullopt;
    }
    keys[party] = each.substr(equals + 1);
  }
  return keys;
}

}  // namespace sla::cli
