#include <gtest/gtest.h>

#include "compiler/settings/settings.h"

namespace sla::settings {
namespace {

TEST(Match, ANameInAnyFolder) {
  EXPECT_TRUE(matches("*.sla", "a.sla"));
  EXPECT_TRUE(matches("*.sla", "deep/er/a.sla"));
  EXPECT_TRUE(matches("draft-?.sla", "x/draft-1.sla"));
  EXPECT_FALSE(matches("draft-?.sla", "x/draft-10.sla"));
  EXPECT_FALSE(matches("*.sla", "a.slab"));
}

TEST(Match, APathFromTheFolder) {
  EXPECT_TRUE(matches("drafts/*.sla", "drafts/a.sla"));
  EXPECT_TRUE(matches("./drafts/*.sla", "drafts/a.sla"));
  EXPECT_FALSE(matches("drafts/*.sla", "drafts/old/a.sla"));
  EXPECT_FALSE(matches("drafts/*.sla", "x/drafts/a.sla"));
  EXPECT_TRUE(matches("drafts/", "drafts/old/a.sla"));
  EXPECT_FALSE(matches("drafts/", "drafts.sla"));
}

TEST(Match, AnyFolders) {
  EXPECT_TRUE(matches("**/a.sla", "a.sla"));
  EXPECT_TRUE(matches("x/**/a.sla", "x/a.sla"));
  EXPECT_TRUE(matches("x/**/a.sla", "x/y/z/a.sla"));
  EXPECT_TRUE(matches("x/**", "x/y/z/a.sla"));
  EXPECT_FALSE(matches("x/**/a.sla", "y/x/a.sla"));
  // Stars that could make a matcher try for ever.
  EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*a*b", std::string(5000, 'a')));
}

}  // namespace
}  // namespace sla::settings
