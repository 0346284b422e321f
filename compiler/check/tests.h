#pragma once

#include <optional>
#include <vector>

#include "compiler/check/context.h"

/// Tests: after everything else, because they speak of all of it. Internal to `check`.
namespace sla::check {

void check_tests(Context& context);

/// The instants of a test's lines, in the order written. Time only goes on; a line without a time
/// has that of the line before.
class TestTime {
 public:
  explicit TestTime(Context& context) : context_(context) {}

  /// The instant of the next line; reports one that is missing or earlier.
  std::optional<time::Instant> next(const std::optional<syntax::Moment>& said, Span line);
  /// That of the first line; kNever before it.
  time::Instant first() const { return first_; }
  /// An instant that an expectation names.
  std::optional<time::Instant> named(const syntax::Moment& moment);

 private:
  std::optional<time::Instant> later(const syntax::Moment& moment);
  std::optional<time::Instant> business_later(const syntax::Moment& moment,
                                              const agreement::Duration& by);

  Context& context_;
  std::optional<time::Instant> now_;
  time::Instant first_ = time::kNever;
  Span now_span_{};
  bool failed_ = false;  ///< A time before could not be read: what follows it is not judged.
};

/// A lead or other record that a test is given.
struct TestSubject {
  std::string name;
  std::size_t record = 0;  ///< Of `Declarations::records`.
  int index = 0;           ///< Among those of its record.
};

/// Looks a subject of the test up; reports one that is not given, once for all records.
const TestSubject* resolve_subject(Context& context, const syntax::Name& name,
                                   const std::vector<TestSubject>& subjects);

/// Nothing when something was wrong with it, which has been reported, or when its clause is about
/// another record than the context's.
std::optional<agreement::Expectation> check_expectation(Context& context,
                                                        const syntax::Expectation& syntax,
                                                        TestTime& time,
                                                        const std::vector<TestSubject>& subjects);

/// What the steps of a clause are expected to do for one lead, or for the verdicts of its periods.
/// Nothing when something was wrong with it.
std::optional<agreement::ExpectedAction> check_deed(Context& context, const syntax::Claim& claim,
                                                    const agreement::Clause& clause, bool of_lead,
                                                    TestTime& time);

/// What a person or team is expected to have. Nothing when something was wrong with it.
std::optional<agreement::ExpectedStanding> check_standing(Context& context,
                                                          const syntax::Expectation& syntax);

/// The clause that an expectation names, unless it is unknown or was refused.
std::optional<int> resolve_tested_clause(Context& context, const syntax::Name& name);

}  // namespace sla::check
