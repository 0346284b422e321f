#include "compiler/sign/sign.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "compiler/sign/base64.h"
#include "compiler/sign/keys.h"

namespace sla::sign {
namespace {

constexpr std::size_t kSignatureBytes = 64;

using Context = std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error failed() {
  ERR_clear_error();
  return {"OpenSSL could not do it", "is this machine's OpenSSL built without Ed25519?"};
}

/// What was written to memory, by either of OpenSSL's PEM writers.
template <class Write>
std::string written(Write write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> bio(BIO_new(BIO_s_mem()), BIO_free);
  if (write(bio.get()) != 1) return "";
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::expected<Provider::Pair, Error> generate() {
  const Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free};
  if (!key) return std::unexpected(failed());
  Provider::Pair pair;
  pair.secret = written([&](BIO* bio) {
    return PEM_write_bio_PKCS8PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  pair.open = written([&](BIO* bio) { return PEM_write_bio_PUBKEY(bio, key.get()); });
  if (pair.secret.empty() || pair.open.empty()) return std::unexpected(failed());
  return pair;
}

std::expected<Signed, Error> sign(std::string_view message, const std::string& path,
                                  const char* passphrase) {
  const auto key = read_secret_key(path, passphrase);
  if (!key) return std::unexpected(key.error());
  const Context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  const bool done =
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key->get()) == 1 &&
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(message), message.size()) == 1;
  if (!done || size != kSignatureBytes) return std::unexpected(failed());
  return Signed{to_base64(public_bytes(*key)), to_base64(signature)};
}

bool verify(std::string_view message, const std::string& key, const std::string& signature) {
  const auto key_bytes = from_base64(key);
  const auto signed_bytes = from_base64(signature);
  if (!key_bytes || !signed_bytes || signed_bytes->size() != kSignatureBytes) return false;
  const Key checker{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*key_bytes),
                                                key_bytes->size()),
                    EVP_PKEY_free};
  const Context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  const bool fits =
      checker &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, checker.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(*signed_bytes), signed_bytes->size(),
                       bytes_of(message), message.size()) == 1;
  ERR_clear_error();
  return fits;
}

std::expected<std::string, Error> read_public(const std::string& path) {
  const auto key = read_public_key(path);
  if (!key) return std::unexpected(key.error());
  return to_base64(public_bytes(*key));
}

/// SSH hashes the key in its own frame: the name of the kind, then the bytes, each with its length.
std::string fingerprint(const std::string& key) {
  const auto bytes = from_base64(key);
  if (!bytes || bytes->size() != 32) return "";
  const std::string framed = std::string("\0\0\0\x0bssh-ed25519\0\0\0\x20", 19) + *bytes;
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes_of(framed), framed.size(), reinterpret_cast<unsigned char*>(digest.data()));
  std::string text = to_base64(digest);
  text.erase(text.find_last_not_of('=') + 1);
  return "SHA256:" + text;
}

constexpr Provider kProvider{generate, sign, verify, read_public, fingerprint};

}  // namespace
}  // namespace sla::sign

extern "C" const sla::sign::Provider* sla_sign_provider() { return &sla::sign::kProvider; }
