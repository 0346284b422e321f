#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace sla::fuzz {
namespace {

const std::string& any(const std::vector<std::string>& from, Random& random) {
  return from[below(random, from.size())];
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Runs of letters and digits, runs of spaces, and single marks.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (is_word(text[i]))
      while (end < text.size() && is_word(text[end])) ++end;
    else if (text[i] == ' ')
      while (end < text.size() && text[end] == ' ') ++end;
    words.push_back(text.substr(i, end - i));
    i = end;
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

std::string utf8(std::uint32_t point) {
  if (point < 0x80) return {static_cast<char>(point)};
  std::string text;
  const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  constexpr std::uint32_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  text += static_cast<char>(kLead[more] | point >> (6 * more));
  for (int i = more - 1; i >= 0; --i) text += static_cast<char>(0x80 | (point >> (6 * i) & 0x3F));
  return text;
}

std::string random_letter(Random& random) {
  constexpr std::uint32_t kFrom[] = {0,      0x80,    0x300,  0x4E00,  0x2010,
                                     0xFE00, 0x1F600, 0xE000, 0x10FF00};
  return utf8(kFrom[below(random, std::size(kFrom))] +
              static_cast<std::uint32_t>(below(random, 0x80)));
}

std::string random_number(Random& random) {
  constexpr const char* kNumbers[] = {"0",
                                      "00",
                                      "1",
                                      "-1",
                                      "0.5",
                                      "65535",
                                      "4294967296",
                                      "999999999999999999",
                                      "1000000000000000000",
                                      "9223372036854775807",
                                      "9223372036854775808",
                                      "18446744073709551616",
                                      "0.0000001",
                                      "999999999999.999999",
                                      "1e9",
                                      "100000",
                                      "123456789012345678901234567890",
                                      "2026",
                                      "99",
                                      "60",
                                      "24",
                                      "12"};
  return kNumbers[below(random, std::size(kNumbers))];
}

void flip_a_byte(std::string& text, Random& random) {
  char& byte = text[below(random, text.size())];
  // The highest bit seldom: the text would not be UTF-8 and be refused at the door.
  const unsigned bit = below(random, 20) == 0 ? 7 : static_cast<unsigned>(below(random, 7));
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << bit));
}

void cut_a_part(std::string& text, Random& random) {
  const std::size_t begin = below(random, text.size());
  text.erase(begin, 1 + below(random, std::min<std::size_t>(text.size() - begin, 40)));
}

void put_in(std::string& text, const std::string& what, Random& random) {
  text.insert(below(random, text.size() + 1), what);
}

void pile_up(std::string& text, Random& random) {
  constexpr const char* kPiles[] = {"(",    "[",  "{",  "not ",    "-", "a or ", "1 + ",
                                    "in [", "\"", "\\", "(a and ", "}", ")",     "a -> "};
  const std::string one = kPiles[below(random, std::size(kPiles))];
  std::string pile;
  constexpr std::size_t kHeights[] = {2, 60, 65, 70, 300, 3000};
  for (std::size_t n = kHeights[below(random, std::size(kHeights))]; n > 0; --n) pile += one;
  put_in(text, pile, random);
}

void change_words(std::string& text, const Material& material, Random& random) {
  std::vector<std::string> words = words_of(text);
  const std::size_t at = below(random, words.size());
  const auto place = words.begin() + static_cast<std::ptrdiff_t>(at);
  switch (below(random, 5)) {
    case 0: words.erase(place); break;
    case 1: words.insert(place, words[at] + " "); break;
    case 2: std::swap(words[at], words[below(random, words.size())]); break;
    case 3: words[at] = words[below(random, words.size())]; break;
    default: {
      const std::vector<std::string> others = words_of(any(material.seeds, random));
      if (!others.empty()) words[at] = others[below(random, others.size())];
    }
  }
  text = joined(words);
}

void change_a_number(std::string& text, Random& random) {
  std::vector<std::string> words = words_of(text);
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(words[i].front())) != 0) numbers.push_back(i);
  }
  if (numbers.empty()) return put_in(text, " " + random_number(random) + " ", random);
  words[numbers[below(random, numbers.size())]] = random_number(random);
  text = joined(words);
}

void change_lines(std::string& text, Random& random) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find('\n', i), text.size() - 1) + 1;
    lines.push_back(text.substr(i, end - i));
    i = end;
  }
  const std::size_t at = below(random, lines.size());
  switch (below(random, 3)) {
    case 0: std::swap(lines[at], lines[below(random, lines.size())]); break;
    case 1: lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at)); break;
    default:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at),
                   lines[below(random, lines.size())]);
  }
  text = joined(lines);
}

void splice(std::string& text, const Material& material, Random& random) {
  const std::string& other = any(material.seeds, random);
  if (other.empty()) return;
  text = text.substr(0, below(random, text.size() + 1)) + other.substr(below(random, other.size()));
}

void mutate_once(std::string& text, const Material& material, Random& random) {
  if (text.empty()) return put_in(text, any(material.pieces, random), random);
  switch (below(random, 12)) {
    case 0: return flip_a_byte(text, random);
    case 1: return cut_a_part(text, random);
    case 2: return pile_up(text, random);
    case 3: return change_a_number(text, random);
    case 4: return change_lines(text, random);
    case 5: return splice(text, material, random);
    case 6: return put_in(text, random_letter(random), random);
    case 7:
    case 8: return put_in(text, " " + any(material.pieces, random) + " ", random);
    default: return change_words(text, material, random);
  }
}

}  // namespace

std::size_t below(Random& random, std::size_t limit) {
  return static_cast<std::size_t>(random() % limit);
}

std::string mutated(const Material& material, Random& random) {
  std::string text = any(material.seeds, random);
  for (std::size_t n = 1 + below(random, 4); n > 0; --n) mutate_once(text, material, random);
  if (text.size() > kLongest) text.resize(kLongest);
  return text;
}

}  // namespace sla::fuzz
