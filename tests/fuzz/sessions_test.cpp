// What comes back from a disk or a caller: snapshots of sessions, the bytes of a built policy. They
// carry checksums, so most damage is found by those; here the checksum is made to hold again, and
// what is inside must be refused with a reason, or be usable: a session that goes on, a policy that
// judges.

#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "compiler/driver/compile.h"
#include "compiler/driver/describe.h"
#include "compiler/driver/session.h"
#include "runtime/abi/sla.h"
#include "runtime/kernel/image.h"
#include "runtime/policy/bytes.h"
#include "runtime/policy/sha256.h"
#include "runtime/session/session.h"
#include "runtime/stream/encoding.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/shrink.h"
#include "tests/fuzz/watch.h"

namespace sla::fuzz {
namespace {

constexpr time::Instant kBegin = INT64_C(1772442000000000);  // 2026-03-02 09:00 UTC.

/// The agreement of tests/embed/soaked.sla, and sessions of it.
struct Setting {
  Setting() {
    auto checked = driver::check(std::string(SLA_SOURCE_DIR) + "/tests/embed/soaked.sla");
    agreement = std::move(*checked->agreement);
    rules = *driver::session_rules(agreement, driver::Engine::reference);
  }
  agreement::Agreement agreement;
  std::shared_ptr<const session::Rules> rules;
};
const Setting& setting() {
  static const Setting one;
  return one;
}

stream::Fact fact(const std::string& subject, int code, time::Instant at, const std::string& id) {
  stream::Fact made;
  made.subject = subject;
  made.code = static_cast<events::Code>(code);
  made.time = at;
  made.owner = "Ann";
  made.id = id;
  return made;
}

/// A session with facts of every kind: known, ahead, taken back, merged, with values.
std::string snapshot(std::uint64_t seed) {
  Random random(seed);
  session::Session session(setting().rules);
  for (int n = 0; n < 12; ++n) {
    const auto at = kBegin + static_cast<std::int64_t>(below(random, 400)) * time::kHour;
    stream::Fact one =
        fact("L-" + std::to_string(below(random, 4)),
             static_cast<int>(below(random, static_cast<std::size_t>(setting().rules->codes))), at,
             "e" + std::to_string(n));
    if (below(random, 3) == 0) one.values.push_back({0, 1, 1, ""});
    session.add(one);
  }
  stream::Fact back = fact("", events::kChanged, kBegin + time::kHour, "e1");
  back.kind = stream::Fact::Kind::retraction;
  session.add(back);
  stream::Fact merge = fact("L-1", events::kChanged, kBegin + 2 * time::kHour, "m");
  merge.kind = stream::Fact::Kind::merge;
  merge.into = "L-2";
  session.add(merge);
  if (below(random, 4) != 0) {
    EXPECT_TRUE(session.advance(kBegin + 200 * time::kHour));
  }
  return session.snapshot();
}

/// Some bytes changed, cut, doubled, or numbers made huge.
std::string spoiled(std::string bytes, Random& random, std::size_t times) {
  for (; times > 0 && !bytes.empty(); --times) {
    const std::size_t at = below(random, bytes.size());
    switch (below(random, 7)) {
      case 0: bytes.resize(at); break;
      case 1: bytes.insert(at, bytes.substr(at, 1 + below(random, 40))); break;
      case 2: bytes.erase(at, 1 + below(random, 9)); break;
      case 3:
        bytes.replace(at, 8,
                      below(random, 2) == 0 ? "\xff\xff\xff\xff\xff\xff\xff\x7f"
                                            : "\xff\xff\xff\xff\xff\xff\xff\xff");
        break;
      case 4: bytes[at] = static_cast<char>(below(random, 4)); break;
      default: bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(random, 8)));
    }
  }
  return bytes;
}

/// A snapshot's body, and a snapshot around a body: the checksum holds whatever the body is.
std::string body_of(const std::string& whole) {
  stream::Reader in(std::string_view(whole).substr(std::strlen("SLA-SESSION")));
  in.integer<std::uint32_t>();
  in.text();
  in.integer<std::uint64_t>();
  return in.text();
}
std::string around(const std::string& body) {
  stream::Writer out;
  out.bytes() = "SLA-SESSION";
  out.integer(std::uint32_t{1});
  out.text(setting().rules->identity);
  out.integer(stream::checksum(body));
  out.text(body);
  return std::move(out.bytes());
}

std::string problem_of_snapshot(const std::string& body) {
  const Watch watch(body, ".snapshot");
  auto session = session::Session::restore(around(body), setting().rules);
  if (!session) return session.error().why.empty() ? "refused without a reason" : "";
  // Whatever was taken up must be whole: it goes on, is stored again, and says the same then.
  const time::Instant now = session->now().value_or(kBegin);
  const time::Instant to = std::min(now + 30 * time::kDay, time::kMaxInstant);
  session->add(fact("L-2", events::kFirstState, now, ""));
  const auto changes = session->advance(to);
  if (!changes) return "does not go on: " + changes.error();
  auto again = session::Session::restore(session->snapshot(), setting().rules);
  if (!again) return "its own snapshot is refused: " + again.error().why;
  auto rows = session->rows(), same = again->rows();
  if (!rows || !same) return "has no rows";
  const auto cells = [](const verdicts::NamedRow& row) { return verdicts::cells_of(row); };
  // Subjects are numbered as they come, known facts first when a snapshot is taken up; rows follow
  // that order, which nobody is promised.
  std::ranges::sort(*rows, {}, cells);
  std::ranges::sort(*same, {}, cells);
  if (!std::ranges::equal(*rows, *same, {}, cells, cells))
    return "says something else once it is stored and taken up";
  if (watch.seconds() > kLongestSeconds)
    return fmt::format("takes {:.1f} seconds", watch.seconds());
  return "";
}

TEST(FuzzSessions, SnapshotsAreRefusedOrGoOn) {
  const std::uint64_t first = first_seed(), count = cases(3000) / 6 + 1;
  std::uint64_t taken = 0;
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 3; ++seed) {
    Random random(seed);
    const std::string body = spoiled(body_of(snapshot(seed % 16)), random, 1 + below(random, 3));
    taken += session::Session::restore(around(body), setting().rules).has_value() ? 1 : 0;
    if (problem_of_snapshot(body).empty()) continue;
    ++failures;
    report(body, problem_of_snapshot, seed, ".snapshot");
  }
  if (count >= 100) {
    EXPECT_GT(taken, count / 50) << "too few survive to test what goes on with them";
    EXPECT_LT(taken, count) << "nothing is refused";
  }
}

constexpr std::size_t kPolicyHeader = 8 + 4 + 32;

std::string sealed(const std::string& body) {
  std::string whole = policy::to_bytes({}).substr(0, 12);
  for (const std::uint8_t byte : policy::sha256(body)) whole += static_cast<char>(byte);
  return whole + body;
}

/// A kernel that decides nothing: code belongs to its own policy, and is trusted.
void nothing(const sla_batch*, std::uint64_t, std::uint64_t, sla_sink*) {}

/// Asks a policy whatever can be asked of one.
std::string use(sla_policy* policy) {
  sla_policy_info info = SLA_INIT(sla_policy_info);
  if (sla_policy_get_info(policy, &info, nullptr) != SLA_OK) return "has no info";
  if (sla_policy_describe(policy) == nullptr) return "has no description";
  for (std::uint32_t record = 0; record < info.record_count; ++record) {
    sla_session_options options = SLA_INIT(sla_session_options);
    options.record = static_cast<std::int32_t>(record);
    sla_session* session = nullptr;
    sla_error error = SLA_INIT(sla_error);
    if (sla_session_new(policy, &options, &session, &error) != SLA_OK) return "";
    sla_event event = SLA_EVENT_INIT;
    event.subject = {"L-1", 3};
    event.owner = {"Ann", 3};
    std::int32_t receipt = 0;
    for (event.code = 0; event.code < 12; ++event.code) {
      event.time = kBegin + event.code;
      sla_session_event(session, &event, &receipt, &error);
    }
    for (const std::int64_t days : {0, 40, 400}) {
      if (sla_session_advance(session, kBegin + days * time::kDay, nullptr, &error) != SLA_OK)
        break;
      sla_verdicts rows{};
      sla_dues dues{};
      sla_session_rows(session, &rows, &error);
      sla_session_due(session, {"L-1", 3}, &dues, &error);
    }
    sla_session_free(session);
  }
  return "";
}

std::string problem_of_policy(const std::string& body) {
  const Watch watch(body, ".policy");
  const std::string bytes = sealed(body);
  const auto read = policy::from_bytes(bytes);
  if (!read) return read.error().message.empty() ? "refused without a reason" : "";
  if (!policy::from_bytes(policy::to_bytes(*read))) return "does not read back";
  const std::vector<kernel::Kernel> kernels(read->records.size(), kernel::Kernel{nothing});
  const sla_image image{sla_image::kMark,
                        sla_image::kFormat,
                        reinterpret_cast<const unsigned char*>(bytes.data()),
                        bytes.size(),
                        kernels.data(),
                        static_cast<std::uint32_t>(kernels.size()),
                        0,
                        "test"};
  sla_policy* policy = nullptr;
  sla_error error = SLA_INIT(sla_error);
  if (sla_policy_of_image(&image, &policy, &error) != SLA_OK)
    return error.message[0] == '\0' ? "an image that is refused without a reason" : "";
  std::string problem = use(policy);
  sla_policy_release(policy);
  if (problem.empty() && watch.seconds() > kLongestSeconds)
    return fmt::format("takes {:.1f} seconds", watch.seconds());
  return problem;
}

/// The policies of tests/golden/verdicts as bodies without the description, which nobody reads.
std::vector<std::string> bodies() {
  std::vector<std::string> all;
  for (const auto& folder : histories()) {
    const auto checked = driver::check((folder / "policy.sla").string());
    if (!checked || !checked->agreement) continue;
    policy::Policy policy = driver::describe(*checked->agreement);
    // Tables of zones are most of the bytes; one is enough.
    if (all.size() % 8 != 0) policy.zones.clear();
    policy.description.clear();
    all.push_back(policy::to_bytes(policy).substr(kPolicyHeader));
  }
  return all;
}

TEST(FuzzSessions, PoliciesAreRefusedOrJudge) {
  const std::vector<std::string> seeds = bodies();
  ASSERT_GT(seeds.size(), 10u);
  const std::uint64_t first = first_seed(), count = cases(3000) / 3 + 1;
  std::uint64_t taken = 0;
  int failures = 0;
  for (std::uint64_t seed = first; seed < first + count && failures < 3; ++seed) {
    Random random(seed);
    const std::string body =
        spoiled(seeds[below(random, seeds.size())], random, 1 + below(random, 2));
    taken += policy::from_bytes(sealed(body)).has_value() ? 1 : 0;
    if (problem_of_policy(body).empty()) continue;
    ++failures;
    report(body, problem_of_policy, seed, ".policy");
  }
  if (count >= 100) {
    EXPECT_GT(taken, count / 50) << "too few survive to test what judges by them";
    EXPECT_LT(taken, count) << "nothing is refused";
  }
}

}  // namespace
}  // namespace sla::fuzz
