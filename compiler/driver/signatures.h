#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <vector>

#include "compiler/driver/compile.h"

/// Signatures of the parties over what an agreement means, kept in a file beside it.
namespace sla::driver {

struct SignatureError {
  std::string message;
  std::string help;
};

/// One party's signature. Keys and signatures are base64.
struct Signature {
  std::string party;
  std::string by;       ///< Who signed, in their own words; may be empty.
  std::string at;       ///< "2026-11-24T10:00:00Z", as the signer's clock said.
  std::string meaning;  ///< The semantic hash that was signed.
  std::string key, signature;
};

/// The file beside an agreement: at most one signature a party, and the text of every meaning that
/// one of them is over, so that what changed since can be named.
struct Signatures {
  std::vector<Signature> all;                   ///< By party, in alphabetical order.
  std::map<std::string, std::string> meanings;  ///< Semantic hash to `meaning_of`.
};

/// "agreement.sla.signatures".
std::string signatures_path(const std::string& agreement_path);

/// The error: the file is there and cannot be read, or is none of ours. One that is not there has
/// no signatures.
std::expected<Signatures, SignatureError> read_signatures(const std::string& path);

/// The text of the file; the same signatures give the same bytes.
std::string print_signatures(const Signatures& signatures);

/// Makes `party` sign with the private key of a file, in place of an earlier signature of theirs.
/// `passphrase` may be null. The error: an unknown party, a key that cannot be used, a name or
/// instant with line breaks.
std::expected<void, SignatureError> add_signature(Signatures& signatures,
                                                  const agreement::Agreement& agreement,
                                                  const std::string& party, const std::string& by,
                                                  const std::string& at,
                                                  const std::string& key_path,
                                                  const char* passphrase);

/// Whose key is trusted: by party, files with public keys.
using TrustedKeys = std::map<std::string, std::string>;

/// The keys that are kept as `keys/PARTY.pub` beside an agreement, replaced by those that `given`
/// names.
TrustedKeys trusted_keys(const std::string& agreement_path, const agreement::Agreement& agreement,
                         const TrustedKeys& given);

enum class Standing : std::uint8_t {
  signed_now,  ///< Valid, trusted, over what the agreement says now.
  unsigned_,   ///< No signature.
  changed,     ///< Valid and trusted, but the agreement says something else now.
  untrusted,   ///< Valid, but by a key that nobody vouches for.
  forged,      ///< Does not fit what it claims to sign.
};

/// What one thing of an agreement said when it was signed and says now: lines without their common
/// part.
struct MeaningChange {
  std::string what;  ///< "clause speed_to_lead".
  std::vector<std::string> before, after;
};

struct PartyStanding {
  std::string party;
  Standing standing = Standing::unsigned_;
  Signature signature;                 ///< Unless unsigned.
  std::string fingerprint;             ///< Of the key that signed; "SHA256:...".
  std::vector<MeaningChange> changes;  ///< When changed.
};

/// What becomes of each party's signature; in the agreement's order. Reads the trusted keys; a key
/// that cannot be read is an error. No signature is trusted without a key for its party.
std::expected<std::vector<PartyStanding>, SignatureError> verify_signatures(
    const agreement::Agreement& agreement, const Signatures& signatures,
    const TrustedKeys& trusted);

/// What differs between two meanings, in the order of the new one.
std::vector<MeaningChange> meaning_changes(const std::string& before, const std::string& after);

/// A new pair of keys in PEM: private, public.
std::expected<std::pair<std::string, std::string>, SignatureError> new_keys();

/// Adds a finding (SLA5001..) to `checked` for every party that has not signed what the agreement
/// says now with a trusted key. The error as of `read_signatures` and `verify_signatures`.
std::expected<void, SignatureError> require_signatures(Checked& checked,
                                                       const std::string& agreement_path,
                                                       const TrustedKeys& given);

}  // namespace sla::driver
