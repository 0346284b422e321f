#include "runtime/time/zone_bundle.h"

#include <gtest/gtest.h>

namespace sla::time {
namespace {

std::string bundle_of(std::vector<std::string> names) {
  auto bytes = write_zone_bundle(names);
  return bytes ? *bytes : "error: " + bytes.error().message();
}

TEST(ZoneBundle, TellsEveryZoneAsTheDatabaseDoes) {
  const std::string bytes = bundle_of({});
  const ZoneBundle bundle(bytes);
  ASSERT_TRUE(bundle.is_good());
  EXPECT_EQ(bundle.version(), tzdb_version());
  EXPECT_LT(bytes.size(), 200'000u);
  std::size_t compared = 0;
  for (const std::string& name : zone_names()) {
    if (name == "UTC") continue;
    const auto said = bundle.find(name);
    const auto table = load_zone_table(name);
    ASSERT_NE(said, nullptr) << name;
    ASSERT_TRUE(table && *table != nullptr) << name;
    EXPECT_EQ(said->name, name);
    EXPECT_EQ(said->abbreviations, (*table)->abbreviations) << name;
    ASSERT_EQ(said->transitions.size(), (*table)->transitions.size()) << name;
    for (std::size_t k = 0; k < said->transitions.size(); ++k) {
      ASSERT_EQ(said->transitions[k].at, (*table)->transitions[k].at) << name << " " << k;
      ASSERT_EQ(said->transitions[k].offset, (*table)->transitions[k].offset) << name << " " << k;
    }
    ++compared;
  }
  EXPECT_GT(compared, 400u);
}

TEST(ZoneBundle, HoldsWhatWasAskedFor) {
  const std::string bytes =
      bundle_of({"Europe/Berlin", "America/New_York", "Europe/Berlin", "UTC"});
  const ZoneBundle bundle(bytes);
  EXPECT_EQ(bundle.names(), (std::vector<std::string>{"America/New_York", "Europe/Berlin"}));
  EXPECT_EQ(bundle.find("Asia/Tokyo"), nullptr);
  EXPECT_LT(bytes.size(), 2'000u);
}

TEST(ZoneBundle, RefusesWhatIsNoZone) {
  EXPECT_EQ(bundle_of({"Europe/Berln"}), "error: there is no time zone named \"Europe/Berln\"");
}

TEST(ZoneBundle, IsSafeWhateverTheBytes) {
  const std::string good = bundle_of({"Europe/Berlin", "Asia/Kolkata"});
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(ZoneBundle(std::string_view(good).substr(0, size)).is_good()) << size;
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {1, 0x7f, 0x80, 0xff}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ flip);
      const ZoneBundle bundle(bad);
      for (const std::string& name : bundle.names()) bundle.find(name);
    }
  }
}

}  // namespace
}  // namespace sla::time
