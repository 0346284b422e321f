// What a caller may do wrong is answered with a status and a sentence; bytes of anybody's making
// are safe. SLA_FUZZ_SEED and SLA_FUZZ_CASES as in tests/fuzz.

#include <random>

#include "compiler/driver/describe.h"

#include "runtime/kernel/image.h"
#include "runtime/policy/bytes.h"
#include "tests/embed/building.h"

namespace sla::embed {
namespace {

const sla_policy* shared_policy() {
  static const Owned<sla_policy> policy = opened(built_text(policy_text(), "arguments"));
  return policy.get();
}
sla_policy* policy() { return const_cast<sla_policy*>(shared_policy()); }

TEST(Arguments, NullIsRefusedByName) {
  sla_error error = no_error();
  sla_policy* opened_policy = nullptr;
  EXPECT_EQ(sla_policy_open(nullptr, &opened_policy, &error), SLA_INVALID_ARGUMENT);
  EXPECT_STREQ(error.message, "path is NULL");
  EXPECT_EQ(error.status, SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_policy_open("x", nullptr, nullptr), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_policy_of_image(nullptr, &opened_policy, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_policy_get_info(policy(), nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_history_new(nullptr, nullptr, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_history_add_events(nullptr, 0, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_history_set_roster(nullptr, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_history_judge(nullptr, 0, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_outcome_table(nullptr, 0, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_outcome_json(nullptr, 0, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_session_new(nullptr, nullptr, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_session_event(nullptr, nullptr, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_session_advance(nullptr, 0, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_session_rows(nullptr, nullptr, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_session_due(nullptr, text("L"), nullptr, &error), SLA_INVALID_ARGUMENT);
  sla_dues dues;
  EXPECT_EQ(sla_session_due(nullptr, text("L"), &dues, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_session_due_of(nullptr, 0, &dues, &error), SLA_INVALID_ARGUMENT);
  sla_verdicts rows;
  EXPECT_EQ(sla_session_rows(nullptr, &rows, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(sla_session_snapshot(nullptr, nullptr, nullptr, &error), SLA_INVALID_ARGUMENT);
  sla_policy_release(nullptr);
  sla_history_free(nullptr);
  sla_outcome_free(nullptr);
  sla_session_free(nullptr);
  EXPECT_EQ(sla_policy_retain(nullptr), nullptr);
}

TEST(Arguments, FilesThatAreNoPoliciesAreSaidToBeNone) {
  sla_error error = no_error();
  sla_policy* none = nullptr;
  EXPECT_EQ(sla_policy_open("/no/such/policy.so", &none, &error), SLA_UNREADABLE);
  EXPECT_TRUE(std::string(error.message).contains("No such file")) << error.message;
  const std::string path = scratch("text.so");
  write_file(path, "agreement");
  EXPECT_EQ(sla_policy_open(path.c_str(), &none, &error), SLA_UNREADABLE);
  EXPECT_TRUE(std::string(error.message).contains("no shared library")) << error.message;
  EXPECT_EQ(sla_policy_open(SLA_LIBRARY, &none, &error), SLA_UNREADABLE);
  EXPECT_TRUE(std::string(error.message).contains("no policy library")) << error.message;
  EXPECT_EQ(none, nullptr);
  // For another machine.
  const std::string source = scratch("other.sla");
  write_file(source, policy_text());
  auto other =
      driver::build(agreement_of(source), emit::Output::shared_library, "x", "aarch64-linux-gnu");
  ASSERT_TRUE(other) << other.error();
  write_file(path, *other);
  EXPECT_EQ(sla_policy_open(path.c_str(), &none, &error), SLA_INCOMPATIBLE) << error.message;
}

TEST(Arguments, AnOldAndAShortStructAreTakenAsFarAsTheyGo) {
  sla_error small = no_error();
  small.struct_size = offsetof(sla_error, message) + 8;
  small.message[8] = 'x';
  EXPECT_EQ(sla_policy_open("/no/such", nullptr, &small), SLA_INVALID_ARGUMENT);
  EXPECT_STREQ(small.message, "out is ");
  EXPECT_EQ(small.message[8], 'x');
  sla_policy_info info = SLA_INIT(sla_policy_info);
  info.struct_size = offsetof(sla_policy_info, title);
  info.title = "mine";
  EXPECT_EQ(sla_policy_get_info(policy(), &info, nullptr), SLA_OK);
  EXPECT_EQ(info.clause_count, 1u);
  EXPECT_STREQ(info.title, "mine");
}

TEST(Arguments, EventsThatThePolicyDoesNotHaveAreMalformed) {
  sla_session* made = nullptr;
  ASSERT_EQ(sla_session_new(policy(), nullptr, &made, nullptr), SLA_OK);
  const Owned<sla_session> session(made);
  sla_error error = no_error();
  std::int32_t receipt = -1;
  sla_event event = SLA_EVENT_INIT;
  event.subject = text("L-1");
  event.event = text("nonsense");
  EXPECT_EQ(sla_session_event(made, &event, &receipt, &error), SLA_OK);
  EXPECT_EQ(receipt, SLA_MALFORMED);
  EXPECT_STREQ(error.message, "the policy has no event `nonsense`");
  event.event = text("mql");
  event.time = INT64_MAX;
  EXPECT_EQ(sla_session_event(made, &event, &receipt, &error), SLA_OK);
  EXPECT_EQ(receipt, SLA_MALFORMED);
  event.time = 0;
  EXPECT_EQ(sla_session_event(made, &event, &receipt, &error), SLA_OK);
  EXPECT_EQ(receipt, SLA_TAKEN);
  EXPECT_EQ(sla_session_advance(made, 10, nullptr, &error), SLA_OK);
  EXPECT_EQ(sla_session_advance(made, 9, nullptr, &error), SLA_REFUSED);
  EXPECT_EQ(sla_session_now(made), 10);
  sla_fast_event fast{};
  fast.subject = 12345;
  std::size_t taken = 7;
  EXPECT_EQ(sla_session_fast_events(made, &fast, 1, &taken, &error), SLA_INVALID_ARGUMENT);
  EXPECT_EQ(taken, 0u);
}

TEST(Arguments, AnEventWithAWrongValueIsLeftOutAndCanBeGivenAgain) {
  std::string with_field = policy_text();
  with_field.insert(with_field.find("lifecycle"),
                    "lead {\n  size one of small, large?\n  score integer?\n}\n");
  const Owned<sla_policy> own = opened(built_text(with_field, "values"));
  sla_session* made = nullptr;
  ASSERT_EQ(sla_session_new(own.get(), nullptr, &made, nullptr), SLA_OK);
  const Owned<sla_session> session(made);
  sla_error error = no_error();
  std::int32_t receipt = -1;
  sla_value values[2] = {{text("score"), -1, SLA_VALUE_NUMBER, 7, {}},
                         {text("size"), -1, SLA_VALUE_NUMBER, 2, {}}};
  sla_event event = SLA_EVENT_INIT;
  event.subject = text("L-1");
  event.event = text("mql");
  event.id = text("e1");
  event.values = values;
  event.value_count = 2;
  EXPECT_EQ(sla_session_event(made, &event, &receipt, &error), SLA_OK);
  EXPECT_EQ(receipt, SLA_MALFORMED);
  EXPECT_STREQ(error.message, "2 cannot be read as a value of `size`: it goes from 0 to 1");
  values[1] = {text("size"), -1, SLA_VALUE_TEXT, 0, text("huge")};
  EXPECT_EQ(sla_session_event(made, &event, &receipt, &error), SLA_OK);
  EXPECT_EQ(receipt, SLA_MALFORMED);
  EXPECT_STREQ(error.message, "`huge` cannot be read as a value of `size`");
  EXPECT_EQ(sla_session_fact_count(made), 0u);
  // Nothing of it was kept: its id is free.
  event.value_count = 1;
  EXPECT_EQ(sla_session_event(made, &event, &receipt, &error), SLA_OK);
  EXPECT_EQ(receipt, SLA_TAKEN);
  EXPECT_EQ(sla_session_fact_count(made), 1u);
}

TEST(Arguments, WhyASnapshotIsNotTakenUp) {
  sla_session* made = nullptr;
  ASSERT_EQ(sla_session_new(policy(), nullptr, &made, nullptr), SLA_OK);
  const Owned<sla_session> session(made);
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(sla_session_snapshot(made, &data, &size, nullptr), SLA_OK);
  sla_error error = no_error();
  const auto status_of = [&](sla_policy* of, const std::uint8_t* bytes, std::size_t count) {
    sla_session* restored = nullptr;
    const sla_status status = sla_session_restore(of, nullptr, bytes, count, &restored, &error);
    EXPECT_EQ(restored != nullptr, status == SLA_OK);
    sla_session_free(restored);
    return status;
  };
  EXPECT_EQ(status_of(policy(), data, size), SLA_OK);
  EXPECT_EQ(status_of(policy(), nullptr, 0), SLA_CORRUPT);
  EXPECT_STREQ(error.message, "the bytes are no snapshot of a session");
  EXPECT_EQ(status_of(policy(), data, 0), SLA_CORRUPT);
  EXPECT_EQ(status_of(policy(), data, size - 1), SLA_CORRUPT);
  EXPECT_EQ(status_of(policy(), nullptr, 1), SLA_INVALID_ARGUMENT);
  const Owned<sla_policy> other = opened(built_text(policy_text("2 hours"), "another"));
  EXPECT_EQ(status_of(other.get(), data, size), SLA_INCOMPATIBLE);
  EXPECT_STREQ(error.message, "the snapshot is of another agreement, or of another kind of record");
}

TEST(Arguments, RowsOfASessionSayTheirRecordWhereThereAreSeveral) {
  const std::string folder = std::string(SLA_SOURCE_DIR) + "/tests/golden/verdicts/records";
  const Owned<sla_policy> several =
      opened(built(agreement_of(folder + "/policy.sla"), "several-records"));
  const auto rows_of = [](sla_policy* of) {
    sla_session* made = nullptr;
    EXPECT_EQ(sla_session_new(of, nullptr, &made, nullptr), SLA_OK);
    const Owned<sla_session> session(made);
    std::int32_t receipt = -1;
    for (const char* subject : {"L-2", "L-1"}) {
      sla_event event = SLA_EVENT_INIT;
      event.subject = text(subject);
      event.event = text("mql");
      EXPECT_EQ(sla_session_event(made, &event, &receipt, nullptr), SLA_OK);
    }
    EXPECT_EQ(sla_session_advance(made, 5, nullptr, nullptr), SLA_OK);
    sla_verdicts rows{};
    EXPECT_EQ(sla_session_rows(made, &rows, nullptr), SLA_OK);
    std::string said;
    for (std::size_t r = 0; r < rows.count; ++r) {
      const sla_verdict& row = rows.items[r];
      for (const sla_text& cell : {row.clause, row.subject, row.record})
        said += std::string(cell.data, cell.size) + " ";
    }
    return said;
  };
  EXPECT_EQ(rows_of(several.get()), "first_call L-2 lead first_call L-1 lead ");
  EXPECT_EQ(rows_of(policy()), "reply L-2  reply L-1  ");
}

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

/// Bytes with some of them changed, cut or repeated.
std::string spoiled(std::string bytes, std::mt19937_64& random) {
  const auto at = [&] { return random() % bytes.size(); };
  switch (random() % 4) {
    case 0: bytes.resize(at()); break;
    case 1: bytes.insert(at(), bytes.substr(at(), 16)); break;
    default:
      for (int i = 0; i < 3; ++i) bytes[at()] = static_cast<char>(random());
  }
  return bytes;
}

TEST(Arguments, SpoiledImagesAndSnapshotsAreRefused) {
  std::mt19937_64 random(setting("SLA_FUZZ_SEED", 1));
  const std::string path = scratch("spoiled.sla");
  write_file(path, policy_text());
  const std::string bytes = policy::to_bytes(driver::describe(agreement_of(path)));
  sla_session* made = nullptr;
  ASSERT_EQ(sla_session_new(policy(), nullptr, &made, nullptr), SLA_OK);
  const Owned<sla_session> session(made);
  sla_event event = SLA_EVENT_INIT;
  event.subject = text("L-1");
  event.event = text("mql");
  std::int32_t receipt = -1;
  ASSERT_EQ(sla_session_event(made, &event, &receipt, nullptr), SLA_OK);
  ASSERT_EQ(sla_session_advance(made, 5, nullptr, nullptr), SLA_OK);
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;
  ASSERT_EQ(sla_session_snapshot(made, &data, &size, nullptr), SLA_OK);
  const std::string snapshot(reinterpret_cast<const char*>(data), size);
  const std::uint64_t cases = setting("SLA_FUZZ_CASES", 300);
  for (std::uint64_t i = 0; i < cases; ++i) {
    const std::string image_bytes = spoiled(bytes, random);
    const kernel::Kernel kernel{[](const sla_batch*, std::uint64_t, std::uint64_t, sla_sink*) {}};
    sla_image image{sla_image::kMark,
                    sla_image::kFormat,
                    reinterpret_cast<const unsigned char*>(image_bytes.data()),
                    image_bytes.size(),
                    &kernel,
                    1,
                    0,
                    "test"};
    sla_policy* opened_policy = nullptr;
    if (image_bytes != bytes) {
      EXPECT_NE(sla_policy_of_image(&image, &opened_policy, nullptr), SLA_OK);
    }
    sla_policy_release(opened_policy);
    const std::string cut = spoiled(snapshot, random);
    sla_session* restored = nullptr;
    if (cut != snapshot) {
      EXPECT_NE(
          sla_session_restore(policy(), nullptr, reinterpret_cast<const std::uint8_t*>(cut.data()),
                              cut.size(), &restored, nullptr),
          SLA_OK);
    }
    sla_session_free(restored);
  }
}

}  // namespace
}  // namespace sla::embed
