// Random agreements with one edit whose direction is known: it has to be called what it is, with a
// timeline; the same agreement said in another way has to be the same.

#include <filesystem>
#include <fstream>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/driver/comparison.h"
#include "tests/property/settings.h"

namespace sla::property {
namespace {

using driver::PromiseChange;

int pick(std::mt19937_64& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

const char* any_of(std::mt19937_64& random, std::initializer_list<const char*> words) {
  return words.begin()[pick(random, 0, static_cast<int>(words.size()) - 1)];
}

/// The numbers and words of one agreement; the edit changes one of them.
struct Shape {
  const char* zone;
  int opens, closes, hot, hours, days, percent, leads, stay;
  bool business, paused, reordered = false, in_minutes = false;
  const char* start;

  static Shape random(std::mt19937_64& r) {
    Shape s{};
    s.zone =
        any_of(r, {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"});
    s.opens = pick(r, 7, 10);
    s.closes = pick(r, 15, 19);
    s.hot = pick(r, 20, 90);
    s.hours = pick(r, 2, 12);
    s.days = pick(r, 2, 9);
    s.percent = pick(r, 50, 95);
    s.leads = pick(r, 2, 40);
    s.stay = pick(r, 2, 20);
    s.business = pick(r, 0, 1) == 1;
    s.paused = pick(r, 0, 1) == 1;
    s.start = any_of(r, {"entering mql", "being assigned in mql", "entering sal"});
    return s;
  }

  std::string text() const {
    const std::string hot_target = in_minutes ? fmt::format("{} business minutes", hours * 60)
                                              : fmt::format("{} business hours", hours);
    const std::string define = fmt::format("define hot = score >= {}\n", hot);
    const std::string volume = fmt::format(
        "clause volume {{ marketing must deliver at least {} leads entering mql each month }}\n",
        leads);
    const std::string stuck =
        fmt::format("clause stuck {{ sales must not leave a lead in sal longer than {} {} }}\n",
                    stay, business ? "business days" : "hours");
    const std::string reply = fmt::format(
        "clause reply {{\n  sales must make a call or email within {{\n    hot        {}\n"
        "    otherwise  {} business days\n  }} of {}\n{}  target {}% each month\n}}\n",
        hot_target, days + 2, start, paused ? "  paused while on_hold\n" : "", percent);
    return fmt::format(
               "agreement \"A\" {{\n  between marketing and sales\n  in force 2026-01-01 to "
               "2027-12-31\n  time zone \"{}\"\n  calendar office\n}}\n"
               "calendar office {{ open Mon-Fri {:02}:00-{:02}:00 }}\n"
               "lead {{ score integer }}\n"
               "lifecycle lead {{\n  mql  owned by marketing\n  sal  owned by sales\n  won  final\n"
               "  mql -> sal -> won\n}}\n",
               zone, opens, closes) +
           (reordered ? stuck + volume + reply + define : define + reply + volume + stuck);
  }
};

driver::Checked check_text(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / (name + ".sla");
  std::ofstream(path) << text;
  return std::move(*driver::check(path.string()));
}

struct Edit {
  const char* clause;
  PromiseChange expected;
};

Edit edit(Shape& shape, std::mt19937_64& random) {
  switch (pick(random, 0, 6)) {
    case 0: --shape.hours; return {"reply", PromiseChange::stricter};
    case 1: ++shape.days; return {"reply", PromiseChange::looser};
    case 2: shape.percent += pick(random, 1, 5); return {"reply", PromiseChange::stricter};
    case 3: --shape.leads; return {"volume", PromiseChange::looser};
    case 4: ++shape.stay; return {"stuck", PromiseChange::looser};
    case 5:
      // Of two versions the one that stands still on hold asks for less.
      shape.paused = !shape.paused;
      return {"reply", shape.paused ? PromiseChange::looser : PromiseChange::stricter};
    default:
      // More leads have the shorter target.
      shape.hot -= pick(random, 1, 10);
      return {"reply", PromiseChange::stricter};
  }
}

TEST(DiffProperty, OneEditIsCalledWhatItIsAndProven) {
  const std::uint64_t cases = setting("SLA_PROPERTY_CASES", 200) / 10;
  const std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1);
  for (std::uint64_t i = 0; i < cases; ++i) {
    std::mt19937_64 random(seed + i);
    const Shape before = Shape::random(random);
    Shape after = before;
    const Edit edited = edit(after, random);
    auto was = check_text("diff_was", before.text()), is = check_text("diff_is", after.text());
    ASSERT_TRUE(was.agreement && is.agreement) << before.text();
    const auto comparison = driver::compare(was, is);
    ASSERT_TRUE(comparison) << comparison.error();
    EXPECT_FALSE(comparison->same_meaning);
    for (const driver::ComparedPromise& promise : comparison->promises) {
      const bool is_edited = comparison->clause_of(promise.change).name == edited.clause;
      const PromiseChange expected = is_edited ? edited.expected : PromiseChange::same;
      EXPECT_STREQ(name_of(promise.verdict), name_of(expected)) << "seed " << seed + i << "\n"
                                                                << before.text() << after.text();
      EXPECT_EQ(promise.witnesses.empty(), !is_edited);
      for (const driver::ShownWitness& shown : promise.witnesses) {
        EXPECT_FALSE(shown.was_test.empty()) << "seed " << seed + i;
        EXPECT_FALSE(shown.is_test.empty()) << "seed " << seed + i;
      }
    }
  }
}

TEST(DiffProperty, TheSameSaidInAnotherWayIsTheSame) {
  const std::uint64_t cases = setting("SLA_PROPERTY_CASES", 200) / 2;
  const std::uint64_t seed = setting("SLA_PROPERTY_SEED", 1);
  for (std::uint64_t i = 0; i < cases; ++i) {
    std::mt19937_64 random(seed + i);
    const Shape shape = Shape::random(random);
    Shape other = shape;
    other.reordered = true;
    other.in_minutes = true;
    const auto was = check_text("diff_was", shape.text()), is = check_text("diff_is", other.text());
    ASSERT_TRUE(was.agreement && is.agreement) << other.text();
    EXPECT_TRUE(compare::changes(*was.agreement, *is.agreement).same_meaning()) << shape.text();
    EXPECT_TRUE(compare::changes(*was.agreement, *was.agreement).same_meaning());
  }
}

}  // namespace
}  // namespace sla::property
