#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/driver/signatures.h"
#include "runtime/policy/sha256.h"

namespace sla::driver {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "sla.signatures/1";
constexpr std::uintmax_t kLargest = 64 << 20;

SignatureError unfit(const std::string& path, const std::string& why) {
  return {fmt::format("{} is not a file of signatures: {}", path, why),
          "restore it, or delete it and have both parties sign again"};
}

/// A text of an object; what is missing or no text is said by an exception, which read_signatures
/// turns into words.
std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string())
    throw std::invalid_argument(fmt::format("`{}` is missing or no text", name));
  return found->get<std::string>();
}

Signature signature_of(const Json& json) {
  return {text_of(json, "party"),   text_of(json, "by"),  text_of(json, "at"),
          text_of(json, "meaning"), text_of(json, "key"), text_of(json, "signature")};
}

std::string joined(const Json& lines) {
  std::string text;
  for (const Json& line : lines) text += line.get<std::string>() + "\n";
  return text;
}

Signatures signatures_of(const Json& json) {
  if (!json.is_object() || json.value("schema", "") != kSchema)
    throw std::invalid_argument(fmt::format("its schema is not `{}`", kSchema));
  Signatures result;
  for (const Json& one : json.at("signatures")) result.all.push_back(signature_of(one));
  for (const auto& [hash, lines] : json.at("meanings").items()) {
    result.meanings[hash] = joined(lines);
    if (policy::sha256_hex(result.meanings[hash]) != hash)
      throw std::invalid_argument(
          fmt::format("the text kept for {} is another one", hash.substr(0, 12)));
  }
  return result;
}

Json lines_of(const std::string& text) {
  Json lines = Json::array();
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::string signatures_path(const std::string& agreement_path) {
  return agreement_path + ".signatures";
}

std::expected<Signatures, SignatureError> read_signatures(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return Signatures{};
  if (std::filesystem::file_size(path, error) > kLargest)
    return std::unexpected(
        error ? SignatureError{fmt::format("cannot read {}: {}", path, error.message()), ""}
              : unfit(path, "it is too large"));
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in)
    return std::unexpected(
        SignatureError{fmt::format("cannot read {}: {}", path, std::strerror(errno)), ""});
  try {
    return signatures_of(Json::parse(text.str()));
  } catch (const Json::parse_error& problem) {
    return std::unexpected(unfit(path, fmt::format("no JSON at byte {}", problem.byte)));
  } catch (const Json::exception&) {
    return std::unexpected(unfit(path, "its parts are not of the kinds that they should be"));
  } catch (const std::invalid_argument& problem) {
    return std::unexpected(unfit(path, problem.what()));
  }
}

std::string print_signatures(const Signatures& signatures) {
  Json json{{"schema", kSchema}, {"signatures", Json::array()}, {"meanings", Json::object()}};
  for (const Signature& one : signatures.all) {
    json["signatures"].push_back({{"party", one.party},
                                  {"by", one.by},
                                  {"at", one.at},
                                  {"meaning", one.meaning},
                                  {"key", one.key},
                                  {"signature", one.signature}});
  }
  for (const auto& [hash, text] : signatures.meanings) json["meanings"][hash] = lines_of(text);
  return json.dump(2) + "\n";
}

}  // namespace sla::driver
