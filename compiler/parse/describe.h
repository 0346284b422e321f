#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What findings call the tokens and rules of the grammar. The only place with words about it.
namespace sla::parse {

bool is_declaration_keyword(std::size_t token_type);

/// A rule as something that can be expected, such as "a duration such as `4 business hours`"; empty
/// for a rule that is described by what it begins with.
std::string_view describe_rule(std::size_t rule);

/// A token as something that can be expected, such as "`within`" or "a number".
std::string describe_token(std::size_t token_type);

/// The words that a token can be written as; none for names, literals and marks.
std::vector<std::string> spellings(std::size_t token_type);

/// The word of the language that people mean by `h`, `mins` or `shall`; the word itself otherwise.
std::string usual_word(std::string_view word);

/// Text from a policy, safe and short enough to stand in a message.
std::string printable(std::string_view text);
std::string abbreviated(std::string_view text);

}  // namespace sla::parse
