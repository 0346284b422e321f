#pragma once

#include <string>
#include <vector>

#include "compiler/parse/allowed.h"
#include "lsp/index.h"

namespace sla::lsp {

/// What a value is compared with where it is typed.
struct Compared {
  enum class What : std::uint8_t { nothing, field, state, clause } what = What::nothing;
  std::string name;  ///< Of a field: `lead.source`.
};

/// What the words before a place say about what is typed there.
class CompletionContext {
 public:
  /// Borrows both.
  CompletionContext(const parse::Allowed& allowed, const Index& index)
      : before_(allowed.before), index_(index) {}

  /// `source is |`, `state in [mql, |`, `first_contact is not |`.
  Compared compared() const;
  /// The field whose values a source maps, or a test gives: `lead.source`.
  std::string mapped_field() const;
  /// The template that an instance fills in, without its library.
  std::string filled_in() const;
  /// After the `from` of an instance, rather than after `use`.
  bool fills_in_template() const;
  /// The leads that the test has been given.
  std::vector<std::string> leads() const;
  /// `a.b` of `a.b.|`.
  std::string path_before_point() const;

 private:
  /// The word that many words before; empty when there are not so many.
  const std::string& back(std::size_t steps) const;
  std::string scoped(std::size_t steps) const;

  const std::vector<std::string>& before_;
  const Index& index_;
};

}  // namespace sla::lsp
