#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/source/source.h"
#include "compiler/syntax/words.h"

/// The agreement itself, and what there is in it: records, lifecycles, roles, events, definitions.
namespace sla::syntax {

struct Term {
  Date from, to;
  Span span;
};

enum class PeriodUnit : std::uint8_t { day, week, month, quarter, year };

struct Period {
  PeriodUnit unit = PeriodUnit::month;
  bool fiscal = false;
  Span span;
};

struct AgreementHeader {
  Text title;
  std::optional<Name> version;  ///< Digits.
  std::vector<Name> parties;
  std::optional<Term> term;
  std::optional<Text> zone;
  std::optional<Name> currency;
  std::optional<Name> calendar;      ///< The default calendar for business time.
  std::optional<Name> fiscal_start;  ///< `fiscal year starting February`.
  std::optional<Period> review;      ///< `review every quarter`.
  Span span;
};

struct TypeName {
  Name name;  ///< "integer", "one of", "business duration", ...
  std::vector<Name> choices;
  bool optional = false;
  Span span;
  std::optional<Name> calendar;  ///< business duration of office
};

struct Field {
  Name name;
  std::optional<Text> title;
  TypeName type;
};

struct Record {  ///< lead { … } or another subject
  Name name;
  std::optional<Name> parent;  ///< opportunity of lead
  std::vector<Field> fields;
  Span span;
};

struct Define {
  Name name;
  std::optional<Text> title;
  Expression value;
  Span span;
};

struct StateLine {  ///< won, lost  final  requires reason is known
  std::vector<Name> names;
  std::optional<Text> title;
  std::optional<Name> owner;
  bool final = false;
  std::optional<Expression> requires_;
  Span span;
};

/// a -> b or c -> d: each step a set of states; every state of one step may move to every state of
/// the next.
struct MoveChain {
  std::vector<std::vector<Name>> steps;
  Span span;
};

struct Lifecycle {
  Name subject;
  std::vector<StateLine> states;
  std::vector<MoveChain> moves;
  Span span;
};

struct Role {
  Name name;
  std::optional<Text> title;
  Span span;
};

/// event offer_sent "Offer sent"   |   touch whatsapp   |   event webinar { topic text }
struct EventDeclaration {
  Name name;
  std::optional<Text> title;
  bool touch = false;
  Span span;
  std::vector<Field> fields = {};  ///< Its payload.
};

/// use "calendars.sla" | use salesforce as sf: either a path, or the names of a library.
struct Use {
  Text path;
  Span span;
  std::vector<Name> library;  ///< Empty when there is a path.
  std::optional<Name> alias;
};

}  // namespace sla::syntax
