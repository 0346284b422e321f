#include "compiler/sign/keys.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "compiler/sign/base64.h"

namespace sla::sign {
namespace {

/// No key is longer; whatever is longer is another kind of file.
constexpr std::size_t kLongest = 64 * 1024;
constexpr std::size_t kKeyBytes = 32;

using Bio = std::unique_ptr<BIO, int (*)(BIO*)>;

Key owned(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

std::expected<std::string, Error> read_text(const std::string& path) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::string text(kLongest + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.empty() && errno != 0)
    return std::unexpected(Error{fmt::format("cannot read {}: {}", path, std::strerror(errno)),
                                 "check the name and the permissions of the file"});
  if (text.size() > kLongest)
    return std::unexpected(Error{fmt::format("{} is too long to be a key", path), ""});
  return text;
}

/// What OpenSSL asks for a passphrase; `given` may be null.
int answer(char* buffer, int size, int, void* given) {
  const char* passphrase = static_cast<const char*>(given);
  if (passphrase == nullptr) return -1;
  const std::size_t length = std::strlen(passphrase);
  if (length > static_cast<std::size_t>(size)) return -1;
  std::memcpy(buffer, passphrase, length);
  return static_cast<int>(length);
}

Bio over(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

Error no_secret_key(const std::string& path, const std::string& text, const char* passphrase) {
  if (text.find("OPENSSH PRIVATE KEY") != std::string::npos)
    return {fmt::format("{} is a private key of SSH, which cannot be used to sign here", path),
            "make a key with `sla keygen`"};
  if (text.find("PUBLIC KEY") != std::string::npos)
    return {fmt::format("{} is a public key; signing takes the private one", path), ""};
  if (text.find("ENCRYPTED PRIVATE KEY") != std::string::npos)
    return {path + (passphrase == nullptr
                        ? " is protected by a passphrase"
                        : " cannot be opened with the passphrase in SLA_KEY_PASSPHRASE"),
            "set SLA_KEY_PASSPHRASE to it"};
  return {fmt::format("{} holds no private key", path), "make a key with `sla keygen`"};
}

Error not_ed25519(const std::string& path) {
  return {fmt::format("the key in {} is not an Ed25519 key", path), "make one with `sla keygen`"};
}

Key from_bytes(std::string_view bytes) {
  return owned(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                           reinterpret_cast<const unsigned char*>(bytes.data()),
                                           bytes.size()));
}

/// "ssh-ed25519 AAAA... comment": two texts with their lengths, the second is the key.
std::optional<std::string> ssh_key(std::string_view line) {
  constexpr std::string_view kKind = "ssh-ed25519";
  constexpr std::string_view kHead("\0\0\0\x0bssh-ed25519\0\0\0\x20", 19);
  if (!line.starts_with(kKind) || line.size() < kKind.size() + 2) return std::nullopt;
  line.remove_prefix(kKind.size() + 1);
  const auto bytes = from_base64(line.substr(0, line.find_first_of(" \r\n")));
  if (!bytes || bytes->size() != kHead.size() + kKeyBytes || !bytes->starts_with(kHead))
    return std::nullopt;
  return bytes->substr(kHead.size());
}

}  // namespace

std::expected<Key, Error> read_secret_key(const std::string& path, const char* passphrase) {
  const auto text = read_text(path);
  if (!text) return std::unexpected(text.error());
  const Bio bio = over(*text);
  Key key =
      owned(PEM_read_bio_PrivateKey(bio.get(), nullptr, answer, const_cast<char*>(passphrase)));
  ERR_clear_error();
  if (!key) return std::unexpected(no_secret_key(path, *text, passphrase));
  if (EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) return std::unexpected(not_ed25519(path));
  return key;
}

std::expected<Key, Error> read_public_key(const std::string& path) {
  const auto text = read_text(path);
  if (!text) return std::unexpected(text.error());
  if (const auto bytes = ssh_key(*text)) return from_bytes(*bytes);
  const Bio bio = over(*text);
  Key key = owned(PEM_read_bio_PUBKEY(bio.get(), nullptr, answer, nullptr));
  ERR_clear_error();
  if (!key)
    return std::unexpected(Error{fmt::format("{} holds no public key", path),
                                 "give the .pub file that `sla keygen` made, or a line "
                                 "`ssh-ed25519 ...`"});
  if (EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) return std::unexpected(not_ed25519(path));
  return key;
}

std::string public_bytes(const Key& key) {
  std::string bytes(kKeyBytes, '\0');
  std::size_t size = bytes.size();
  EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size);
  return bytes;
}

}  // namespace sla::sign
