#include "compiler/sign/sign.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "compiler/sign/base64.h"

namespace sla::sign {
namespace {

std::string file_of(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / name;
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string unhex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return bytes;
}

const Provider& provider() { return *sla_sign_provider(); }

TEST(Base64, TakesOnlyWhatItWouldWrite) {
  for (const std::string bytes : {"a", "ab", "abc", "abcd"})
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  for (const char* text : {"", "QQ", "QR==", "QQ==\n", " QQ=", "Q===", "QQ=A", "!!!!"})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

// RFC 8032, section 7.1, test 2.
TEST(Sign, ChecksTheVectorOfTheStandard) {
  const std::string key =
      to_base64(unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
  const std::string signature =
      to_base64(unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
  EXPECT_TRUE(provider().verify("\x72", key, signature));
  EXPECT_FALSE(provider().verify("\x73", key, signature));
  EXPECT_FALSE(provider().verify("\x72", signature, key));
  EXPECT_FALSE(provider().verify("\x72", "", ""));
}

TEST(Sign, WhatAKeySignsItsOtherHalfChecks) {
  const auto pair = provider().generate();
  ASSERT_TRUE(pair);
  const std::string secret = file_of("sign_test.key", pair->secret);
  const auto made = provider().sign("hello", secret, nullptr);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(provider().read_public(file_of("sign_test.pub", pair->open)), made->key);
  EXPECT_TRUE(provider().verify("hello", made->key, made->signature));
  EXPECT_FALSE(provider().verify("hullo", made->key, made->signature));
  const auto other = provider().generate();
  const auto theirs = provider().sign("hello", file_of("other.key", other->secret), nullptr);
  EXPECT_FALSE(provider().verify("hello", theirs->key, made->signature));
}

TEST(Sign, ReadsKeysOfSsh) {
  EXPECT_FALSE(provider().read_public(file_of("id.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 d@x\n")));
  const std::string frame("\0\0\0\x0bssh-ed25519\0\0\0\x20", 19);
  const std::string bytes =
      unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const auto read = provider().read_public(
      file_of("id.pub", "ssh-ed25519 " + to_base64(frame + bytes) + " dana@example\n"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, to_base64(bytes));
  EXPECT_TRUE(provider().fingerprint(*read).starts_with("SHA256:"));
  EXPECT_EQ(provider().fingerprint("nonsense"), "");
}

TEST(Sign, SaysWhyAFileIsNoKey) {
  const auto said = [&](const std::string& text) {
    const auto made = provider().sign("x", file_of("bad.key", text), nullptr);
    return made ? std::string("signed") : made.error().message;
  };
  const auto pair = provider().generate();
  EXPECT_NE(said(pair->open).find("is a public key"), std::string::npos);
  EXPECT_NE(said("").find("holds no private key"), std::string::npos);
  EXPECT_NE(said("-----BEGIN OPENSSH PRIVATE KEY-----\n").find("SSH"), std::string::npos);
  EXPECT_NE(said("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n").find("passphrase"),
            std::string::npos);
  EXPECT_NE(said(std::string(100'000, 'x')).find("too long"), std::string::npos);
  const auto missing = provider().sign("x", testing::TempDir() + "none.key", nullptr);
  EXPECT_NE(missing.error().message.find("cannot read"), std::string::npos);
}

}  // namespace
}  // namespace sla::sign
