#include "compiler/driver/signatures.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "compiler/driver/describe.h"
#include "compiler/driver/load_library.h"
#include "compiler/sign/sign.h"
#include "runtime/policy/sha256.h"

namespace sla::driver {
namespace {

namespace fs = std::filesystem;
using diagnose::Code;

std::expected<const sign::Provider*, SignatureError> provider() {
  static const auto loaded = load_provider<sign::Provider>(
      "libsla_sign.so", "SLA_SIGN", "sla_sign_provider", "the library that signs");
  if (loaded) return *loaded;
  return std::unexpected(
      SignatureError{loaded.error(), "keep libsla_sign.so beside the program or in ../lib"});
}

SignatureError of(const sign::Error& error) { return {error.message, error.help}; }

/// What is signed. The first line keeps a signature from ever meaning something else.
std::string message_of(const Signature& signature) {
  return fmt::format("sla agreement signature 1\nparty {}\nby {}\nat {}\nmeaning {}\n",
                     signature.party, signature.by, signature.at, signature.meaning);
}

bool has_control_characters(const std::string& text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::expected<void, SignatureError> check_signer(const agreement::Agreement& agreement,
                                                 const std::string& party, const std::string& by,
                                                 const std::string& at) {
  const std::vector<std::string> names = agreement.party_names();
  if (std::ranges::find(names, party) == names.end()) {
    return std::unexpected(
        SignatureError{fmt::format("`{}` is not a party of this agreement", party),
                       fmt::format("it is between {}", fmt::join(names, " and "))});
  }
  if (has_control_characters(by) || has_control_characters(at))
    return std::unexpected(
        SignatureError{"a name that signs is one line of text", "leave out the line break"});
  return {};
}

/// A signature and its meaning without the key's trust.
Standing standing_of(const Signature& signature, const std::string& now, const std::string* trusted,
                     const sign::Provider& sign) {
  if (!sign.verify(message_of(signature), signature.key, signature.signature))
    return Standing::forged;
  if (trusted == nullptr || *trusted != signature.key) return Standing::untrusted;
  return signature.meaning == now ? Standing::signed_now : Standing::changed;
}

void forget_unused_meanings(Signatures& signatures) {
  std::erase_if(signatures.meanings, [&](const auto& entry) {
    return std::ranges::none_of(signatures.all,
                                [&](const Signature& one) { return one.meaning == entry.first; });
  });
}

}  // namespace

std::expected<void, SignatureError> add_signature(Signatures& signatures,
                                                  const agreement::Agreement& agreement,
                                                  const std::string& party, const std::string& by,
                                                  const std::string& at,
                                                  const std::string& key_path,
                                                  const char* passphrase) {
  if (auto fit = check_signer(agreement, party, by, at); !fit) return fit;
  const auto sign = provider();
  if (!sign) return std::unexpected(sign.error());
  const std::string meaning = meaning_of(agreement);
  Signature made{party, by, at, policy::sha256_hex(meaning), "", ""};
  auto signed_ = (*sign)->sign(message_of(made), key_path, passphrase);
  if (!signed_) return std::unexpected(of(signed_.error()));
  made.key = std::move(signed_->key);
  made.signature = std::move(signed_->signature);
  std::erase_if(signatures.all, [&](const Signature& one) { return one.party == party; });
  signatures.meanings[made.meaning] = meaning;
  signatures.all.push_back(std::move(made));
  std::ranges::sort(signatures.all, {}, &Signature::party);
  forget_unused_meanings(signatures);
  return {};
}

TrustedKeys trusted_keys(const std::string& agreement_path, const agreement::Agreement& agreement,
                         const TrustedKeys& given) {
  TrustedKeys keys;
  for (const std::string& party : agreement.party_names()) {
    std::error_code ignored;
    const fs::path path = fs::path(agreement_path).parent_path() / "keys" / (party + ".pub");
    if (fs::exists(path, ignored)) keys[party] = path.string();
  }
  for (const auto& [party, path] : given) keys[party] = path;
  return keys;
}

std::expected<std::vector<PartyStanding>, SignatureError> verify_signatures(
    const agreement::Agreement& agreement, const Signatures& signatures,
    const TrustedKeys& trusted) {
  const auto sign = provider();
  if (!sign) return std::unexpected(sign.error());
  const std::string meaning = meaning_of(agreement);
  const std::string now = policy::sha256_hex(meaning);
  std::vector<PartyStanding> standings;
  for (const std::string& party : agreement.party_names()) {
    PartyStanding& standing = standings.emplace_back();
    standing.party = party;
    std::string key;
    const auto path = trusted.find(party);
    if (path != trusted.end()) {
      const auto read = (*sign)->read_public(path->second);
      if (!read) return std::unexpected(of(read.error()));
      key = *read;
    }
    const auto found = std::ranges::find(signatures.all, party, &Signature::party);
    if (found == signatures.all.end()) continue;
    standing.signature = *found;
    standing.fingerprint = (*sign)->fingerprint(found->key);
    standing.standing = standing_of(*found, now, path == trusted.end() ? nullptr : &key, **sign);
    const auto before = signatures.meanings.find(found->meaning);
    if (found->meaning != now && before != signatures.meanings.end())
      standing.changes = meaning_changes(before->second, meaning);
  }
  return standings;
}

std::expected<std::pair<std::string, std::string>, SignatureError> new_keys() {
  const auto sign = provider();
  if (!sign) return std::unexpected(sign.error());
  auto pair = (*sign)->generate();
  if (!pair) return std::unexpected(of(pair.error()));
  return std::pair{std::move(pair->secret), std::move(pair->open)};
}

namespace {

void add_finding(Checked& checked, const agreement::Party& party, const PartyStanding& standing,
                 const std::string& path) {
  const source::Span at = party.span == source::Span{} ? checked.agreement->title_span : party.span;
  const auto add = [&](Code code, std::string message, std::string label) -> diagnose::Finding& {
    return checked.findings.add(code, at, std::move(message), std::move(label));
  };
  const std::string sign_it =
      fmt::format("have it signed: `sla sign {} --as {} --key ...`", path, party.name);
  switch (standing.standing) {
    case Standing::signed_now: return;
    case Standing::unsigned_:
      add(Code::not_signed, fmt::format("{} has not signed this agreement", party.name),
          "no signature")
          .help = sign_it;
      return;
    case Standing::changed: {
      auto& finding = add(Code::changed_since_signed,
                          fmt::format("the agreement changed since {} signed it", party.name),
                          fmt::format("signed {}", standing.signature.at));
      for (const MeaningChange& change : standing.changes)
        finding.notes.push_back("changed since: " + change.what);
      finding.help = sign_it;
      return;
    }
    case Standing::untrusted:
      add(Code::untrusted_key,
          fmt::format("{} is signed with a key that nobody vouches for", party.name),
          standing.fingerprint)
          .help = fmt::format(
          "compare the fingerprint with {}, then keep their public key as keys/{}.pub beside "
          "the agreement",
          party.name, party.name);
      return;
    case Standing::forged:
      add(Code::forged_signature,
          fmt::format("the signature of {} does not fit what it claims to sign", party.name),
          "not valid")
          .help = sign_it;
      return;
  }
}

}  // namespace

std::expected<void, SignatureError> require_signatures(Checked& checked,
                                                       const std::string& agreement_path,
                                                       const TrustedKeys& given) {
  if (!checked.agreement) return {};
  const agreement::Agreement& agreement = *checked.agreement;
  const auto signatures = read_signatures(signatures_path(agreement_path));
  if (!signatures) return std::unexpected(signatures.error());
  const auto standings =
      verify_signatures(agreement, *signatures, trusted_keys(agreement_path, agreement, given));
  if (!standings) return std::unexpected(standings.error());
  for (std::size_t i = 0; i < standings->size(); ++i)
    add_finding(checked, agreement.parties[i], (*standings)[i], agreement_path);
  checked.findings.trace_back(checked.sources);
  return {};
}

}  // namespace sla::driver
