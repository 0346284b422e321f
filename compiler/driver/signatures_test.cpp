#include "compiler/driver/signatures.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sla::driver {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kText = R"(agreement "A" {
  between    marketing and sales
  time zone  "Europe/Berlin"
}
calendar office { open Mon-Fri 09:00-17:00
  closed 2026-12-24 }
lifecycle lead { mql  owned by marketing }
clause reply "Answered" { sales must make a call within 4 business hours of entering mql }
)";

fs::path write(const std::string& name, const std::string& text) {
  const fs::path path = fs::path(testing::TempDir()) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

Checked checked(const std::string& text) {
  return std::move(*check(write("signed/a.sla", text).string()));
}

/// Signed by sales, whose key is trusted.
class Signed : public testing::Test {
 protected:
  void SetUp() override {
    const auto keys = new_keys();
    ASSERT_TRUE(keys) << keys.error().message;
    secret_ = write("signed/sales.key", keys->first).string();
    trusted_ = {{"sales", write("signed/sales.pub", keys->second).string()}};
    const auto done = add_signature(signatures_, *checked(kText).agreement, "sales", "Kim",
                                    "2026-11-24T10:00:00Z", secret_, nullptr);
    ASSERT_TRUE(done) << done.error().message;
  }

  PartyStanding sales(const std::string& text) { return standing(text, signatures_, trusted_); }

  static PartyStanding standing(const std::string& text, const Signatures& signatures,
                                const TrustedKeys& trusted) {
    const auto standings = verify_signatures(*checked(text).agreement, signatures, trusted);
    EXPECT_TRUE(standings);
    EXPECT_EQ((*standings)[0].standing, Standing::unsigned_);
    return (*standings)[1];
  }

  std::string secret_;
  TrustedKeys trusted_;
  Signatures signatures_;
};

TEST_F(Signed, LayoutAndCommentsKeepASignature) {
  EXPECT_EQ(sales(kText).standing, Standing::signed_now);
  EXPECT_EQ(sales("# about\n" + replaced(kText, "4 business", "4   business")).standing,
            Standing::signed_now);
}

TEST_F(Signed, AChangedNumberBreaksItAndIsNamed) {
  const PartyStanding now = sales(replaced(kText, "4 business", "5 business"));
  EXPECT_EQ(now.standing, Standing::changed);
  ASSERT_EQ(now.changes.size(), 1u);
  EXPECT_EQ(now.changes[0].what, "clause reply");
  EXPECT_THAT(now.changes[0].before, ElementsAre("within 4 business hours"));
  EXPECT_THAT(now.changes[0].after, ElementsAre("within 5 business hours"));
}

TEST_F(Signed, ACalendarsDayBreaksIt) {
  const PartyStanding now = sales(replaced(kText, "12-24", "12-28"));
  EXPECT_EQ(now.standing, Standing::changed);
  EXPECT_EQ(now.changes.front().what, "calendar office");
}

TEST_F(Signed, NothingCanBePutInTheirMouth) {
  for (auto change : {+[](Signature& s) { s.by = "Bob"; }, +[](Signature& s) { s.at = "never"; },
                      +[](Signature& s) { s.meaning[0] ^= 1; },
                      +[](Signature& s) { s.signature[5] = s.signature[5] == 'A' ? 'B' : 'A'; }}) {
    Signatures other = signatures_;
    change(other.all[0]);
    EXPECT_EQ(standing(kText, other, trusted_).standing, Standing::forged);
  }
}

TEST_F(Signed, AKeyThatNobodyVouchesForDoesNotCount) {
  EXPECT_EQ(standing(kText, signatures_, {}).standing, Standing::untrusted);
  const TrustedKeys other = {{"sales", write("signed/other.pub", new_keys()->second).string()}};
  EXPECT_EQ(standing(kText, signatures_, other).standing, Standing::untrusted);
}

TEST_F(Signed, TheFileSaysTheSameAgain) {
  const fs::path path = write("signed/a.sla.signatures", print_signatures(signatures_));
  const auto read = read_signatures(path.string());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(print_signatures(*read), print_signatures(signatures_));
  EXPECT_EQ(standing(kText, *read, trusted_).standing, Standing::signed_now);
}

TEST_F(Signed, AFileOfAnotherKindIsRefused) {
  const std::string good = print_signatures(signatures_);
  const auto refused = [&](const std::string& text) {
    const auto read = read_signatures(write("signed/bad", text).string());
    return read ? std::string("read") : read.error().message;
  };
  EXPECT_THAT(refused(replaced(good, "signatures/1", "signatures/2")), HasSubstr("schema"));
  EXPECT_THAT(refused(replaced(good, "within 4", "within 9")), HasSubstr("another one"));
  EXPECT_THAT(refused(replaced(good, "\"by\": \"Kim\"", "\"by\": 1")), HasSubstr("`by`"));
  for (const char* text : {"", "[]", "{}", "{\"schema\":3}", "\xff\xfe",
                           "{\"schema\":\"sla."
                           "signatures/1\",\"signatures\":{\"a\":1},\"meanings\":[1]}"})
    EXPECT_THAT(refused(text), HasSubstr("is not a file of signatures")) << text;
  for (std::size_t length = 0; length < good.size() - 2; length += 37)
    EXPECT_THAT(refused(good.substr(0, length)), HasSubstr("is not a file of signatures"));
}

TEST_F(Signed, OnlyPartiesSign) {
  const Checked policy = checked(kText);
  const auto sign = [&](const std::string& party, const std::string& by) {
    return add_signature(signatures_, *policy.agreement, party, by, "now", secret_, nullptr);
  };
  EXPECT_THAT(sign("finance", "").error().message, HasSubstr("not a party"));
  EXPECT_FALSE(sign("sales", "Kim\nat yesterday"));
  EXPECT_TRUE(sign("marketing", ""));
  EXPECT_EQ(signatures_.all.size(), 2u);
  EXPECT_EQ(signatures_.meanings.size(), 1u);
}

TEST_F(Signed, WhatIsRequiredIsFound) {
  const std::string path = write("signed/a.sla", kText).string();
  write("signed/a.sla.signatures", print_signatures(signatures_));
  Checked policy = checked(kText);
  ASSERT_TRUE(require_signatures(policy, path, trusted_));
  ASSERT_EQ(policy.findings.all().size(), 1u);
  EXPECT_EQ(policy.findings.all()[0].code, diagnose::Code::not_signed);
  EXPECT_THAT(policy.findings.all()[0].message, HasSubstr("marketing has not signed"));
}

}  // namespace
}  // namespace sla::driver
