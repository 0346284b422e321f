#include "runtime/verdicts/outcome.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace sla::verdicts {

// Generated code stores into these at fixed offsets (compiler/codegen); a change here changes its
// ABI.
static_assert(std::is_trivially_copyable_v<Row> && std::is_standard_layout_v<Row>);
static_assert(sizeof(Row) == 88 && alignof(Row) == 8);
static_assert(offsetof(Row, start) == 0);
static_assert(offsetof(Row, due) == 8);
static_assert(offsetof(Row, breach) == 16);
static_assert(offsetof(Row, stop) == 24);
static_assert(offsetof(Row, elapsed_business) == 32);
static_assert(offsetof(Row, elapsed_wall) == 40);
static_assert(offsetof(Row, group) == 48);
static_assert(offsetof(Row, start_event) == 56);
static_assert(offsetof(Row, subject) == 64);
static_assert(offsetof(Row, owner) == 68);
static_assert(offsetof(Row, team) == 72);
static_assert(offsetof(Row, cycle) == 76);
static_assert(offsetof(Row, clause) == 80);
static_assert(offsetof(Row, tier) == 82);
static_assert(offsetof(Row, status) == 84);

static_assert(std::is_trivially_copyable_v<Hit> && std::is_standard_layout_v<Hit>);
static_assert(sizeof(Hit) == 48 && alignof(Hit) == 8);
static_assert(offsetof(Hit, time) == 0);
static_assert(offsetof(Hit, amount) == 8);
static_assert(offsetof(Hit, group) == 16);
static_assert(offsetof(Hit, event) == 24);
static_assert(offsetof(Hit, subject) == 32);
static_assert(offsetof(Hit, owner) == 36);
static_assert(offsetof(Hit, team) == 40);
static_assert(offsetof(Hit, clause) == 44);
static_assert(offsetof(Hit, part) == 46);

static_assert(std::is_trivially_copyable_v<Mark> && std::is_standard_layout_v<Mark>);
static_assert(sizeof(Mark) == 32 && alignof(Mark) == 8);
static_assert(offsetof(Mark, value) == 0);
static_assert(offsetof(Mark, event) == 8);
static_assert(offsetof(Mark, subject) == 16);
static_assert(offsetof(Mark, cycle) == 20);
static_assert(offsetof(Mark, clause) == 24);
static_assert(offsetof(Mark, zone) == 26);
static_assert(offsetof(Mark, tier) == 28);
static_assert(offsetof(Mark, kind) == 30);

static_assert(std::is_trivially_copyable_v<Violation> && std::is_standard_layout_v<Violation>);
static_assert(sizeof(Violation) == 16 && alignof(Violation) == 8);
static_assert(offsetof(Violation, event) == 0);
static_assert(offsetof(Violation, from) == 8);
static_assert(offsetof(Violation, to) == 10);
static_assert(offsetof(Violation, kind) == 12);

static_assert(std::is_trivially_copyable_v<Fault> && std::is_standard_layout_v<Fault>);
static_assert(sizeof(Fault) == 16 && alignof(Fault) == 8);
static_assert(offsetof(Fault, event) == 0);
static_assert(offsetof(Fault, subject) == 8);
static_assert(offsetof(Fault, kind) == 12);

namespace {

/// Engines often deliver in order already; then nothing needs to be moved.
template <typename T, typename Key>
void sort_by(std::vector<T>& items, Key key) {
  const auto before = [&](const T& a, const T& b) { return key(a) < key(b); };
  if (!std::is_sorted(items.begin(), items.end(), before)) {
    std::stable_sort(items.begin(), items.end(), before);
  }
}

}  // namespace

std::string_view name_of(Status status) {
  switch (status) {
    case Status::running: return "running";
    case Status::paused: return "paused";
    case Status::met: return "met";
    case Status::breached: return "breached";
    case Status::met_late: return "met late";
    case Status::cancelled: return "cancelled";
    case Status::excused: return "excused";
  }
  return "unknown";
}

std::string_view name_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::missing_field: return "a field that a condition needs has no value";
    case FaultKind::overflow: return "a number grows too large";
    case FaultKind::division_by_zero: return "a division by zero";
  }
  return "";
}

void Outcome::settle() {
  sort_by(rows, [](const Row& r) { return std::tuple(r.clause, r.subject, r.cycle); });
  sort_by(hits, [](const Hit& h) { return std::tuple(h.clause, h.subject, h.event); });
  sort_by(marks, [](const Mark& m) { return std::tuple(m.clause, m.subject); });
  sort_by(violations, [](const Violation& v) { return std::tuple(v.event, v.kind); });
  sort_by(faults, [](const Fault& f) { return f.event; });
}

}  // namespace sla::verdicts
