#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/check/context.h"

/// What the parts of a policy name, and of which records these things are. Internal to `check`.
namespace sla::check {

/// Some of `Declarations::records`: bit r for the r-th.
using RecordSet = std::uint64_t;

/// A name that only some records have: a state, a field, a definition or clause about them.
struct Mention {
  std::string name;
  Span span;
  RecordSet records = 0;  ///< Never empty.
};

struct Mentions {
  std::vector<Mention> of_records;
  /// What no record has: misspelt, most likely. With the records that have something like it.
  bool has_unknown = false;
  RecordSet nearly = 0;
  std::vector<int> defines;  ///< Indexes of the definitions that are named.

  /// The records that have everything.
  RecordSet all_of(RecordSet records) const;
};

/// Looks names up across all records of a policy, before anything is resolved or typed.
class RecordNames {
 public:
  explicit RecordNames(const Declarations& declared);

  RecordSet every_record() const { return every_; }
  /// The record that a word such as `lead`, `leads` or `opportunities` stands for, or -1.
  int record_of(std::string_view word) const;

  RecordSet with_state(std::string_view name) const;
  /// `amount`, `lead.country`.
  RecordSet with_field(std::string_view name) const;
  RecordSet with_choice(std::string_view field, std::string_view choice) const;

  /// The records that a definition or clause may be about, from what it names.
  RecordSet of_define(int define) const;
  RecordSet of_clause(int clause) const;
  const Mentions& in_define(int define) const;
  const Mentions& in_clause(int clause) const;
  Mentions in_expression(const syntax::Expression& e) const;
  Mentions in_source(const syntax::Source& source) const;

 private:
  friend class MentionCollector;
  struct Lookup {
    enum class State : std::uint8_t { unseen, open, done } state = State::unseen;
    Mentions mentions;
  };

  const Declarations& declared_;
  RecordSet every_ = 0;
  mutable std::vector<Lookup> defines_, clauses_;
};

}  // namespace sla::check
