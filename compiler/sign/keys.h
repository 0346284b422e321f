#pragma once

#include <expected>
#include <memory>
#include <string>

#include <openssl/evp.h>

#include "compiler/sign/sign.h"

namespace sla::sign {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;

/// The Ed25519 key of a file, for signing or for checking; as `Provider` says.
std::expected<Key, Error> read_secret_key(const std::string& path, const char* passphrase);
std::expected<Key, Error> read_public_key(const std::string& path);

/// The 32 bytes of the public half.
std::string public_bytes(const Key& key);

}  // namespace sla::sign
