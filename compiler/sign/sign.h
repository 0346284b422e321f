#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace sla::sign {

struct Error {
  std::string message;
  std::string help;
};

/// A signature and the key that checks it, both in base64.
struct Signed {
  std::string key;
  std::string signature;
};

/// What this library offers, as one table, because it is loaded at run time. Thread-safe.
struct Provider {
  /// A new private key (PKCS#8 in PEM) and its public one (SubjectPublicKeyInfo in PEM).
  struct Pair {
    std::string secret, open;
  };
  std::expected<Pair, Error> (*generate)();

  /// Signs with the private key of a file: Ed25519, PKCS#8 in PEM. A protected one is opened with
  /// `passphrase`; nobody is ever asked for it.
  std::expected<Signed, Error> (*sign)(std::string_view message, const std::string& path,
                                       const char* passphrase);

  /// Whether a signature over `message` is by `key`; false also for texts that are no base64 of a
  /// key or signature.
  bool (*verify)(std::string_view message, const std::string& key, const std::string& signature);

  /// The public key of a file, in base64: a public key in PEM, or the line of an SSH key
  /// (`ssh-ed25519 AAAA... comment`).
  std::expected<std::string, Error> (*read_public)(const std::string& path);

  /// "SHA256:..." as `ssh-keygen -l` says it, so that people can compare keys over the telephone;
  /// empty for a text that is no key.
  std::string (*fingerprint)(const std::string& key);
};

}  // namespace sla::sign

/// The table of the loaded library.
extern "C" __attribute__((visibility("default"))) const sla::sign::Provider* sla_sign_provider();
