#include <string>
#include <string_view>

#include "compiler/report/place.h"
#include "compiler/source/source.h"

namespace sla::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = source::utf8_length(text.substr(i));
    result += length == 0 ? kReplacement : text.substr(i, length);
    i += length == 0 ? 1 : length;
  }
  return result;
}

}  // namespace sla::report
