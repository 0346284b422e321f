// Whatever a client sends, the server answers every request once, says nothing but messages, and
// lives. Conversations are made from valid ones: texts typed letter by letter and mutated, messages
// doubled, dropped, swapped, cut and filled with other values.

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "lsp/server.h"
#include "tests/fuzz/seeds.h"
#include "tests/fuzz/watch.h"

namespace sla::fuzz {
namespace {

using lsp::Json;

constexpr const char* kPositionRequests[] = {
    "hover",         "completion", "definition", "documentHighlight",
    "prepareRename", "references", "rename"};
constexpr const char* kFileRequests[] = {
    "documentSymbol", "foldingRange", "codeLens",        "semanticTokens/full",      "formatting",
    "codeAction",     "inlayHint",    "rangeFormatting", "semanticTokens/full/delta"};

class Conversation {
 public:
  Conversation(const Material& material, Random& random) : material_(material), random_(random) {}

  std::vector<std::string> make() {
    request("initialize", {{"capabilities", {{"general", {{"positionEncodings", {encoding()}}}}}}});
    notify("initialized", Json::object());
    std::string text = material_.seeds[below(random_, material_.seeds.size())];
    if (text.size() > 6000) text.resize(6000);
    text = valid(text);
    notify(
        "textDocument/didOpen",
        {{"textDocument", {{"uri", kUri}, {"languageId", "sla"}, {"version", 1}, {"text", text}}}});
    const std::size_t steps = 3 + below(random_, 10);
    for (std::size_t i = 0; i < steps; ++i) step();
    spoil();
    return std::move(messages_);
  }

 private:
  static constexpr const char* kUri = "file:///nowhere/fuzz.sla";

  const char* encoding() {
    constexpr const char* kNames[] = {"utf-8", "utf-16", "utf-32"};
    return kNames[below(random_, 3)];
  }

  /// Cut where a character ends.
  static std::string valid(std::string text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80U) != 0) text.pop_back();
    return text;
  }

  Json position() { return {{"line", below(random_, 120)}, {"character", below(random_, 60)}}; }

  void notify(const char* method, Json params) {
    messages_.push_back(
        Json{{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}.dump());
  }
  void request(const std::string& method, Json params) {
    messages_.push_back(Json{
        {"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", std::move(params)}}
                            .dump());
  }

  void step() {
    const Json document = {{"uri", kUri}, {"version", ++version_}};
    switch (below(random_, 4)) {
      case 0: {
        const Json at = position();
        const std::string& piece = material_.pieces[below(random_, material_.pieces.size())];
        notify("textDocument/didChange",
               {{"textDocument", document},
                {"contentChanges",
                 {{{"range", {{"start", at}, {"end", below(random_, 3) == 0 ? position() : at}}},
                   {"text", valid(piece)}}}}});
        break;
      }
      case 1: {
        std::string text = mutated(material_, random_);
        if (text.size() > 4000) text.resize(4000);
        notify(
            "textDocument/didChange",
            {{"textDocument", document},
             {"contentChanges",
              {{{"text",
                 Json::parse(
                     Json(valid(text)).dump(-1, ' ', false, Json::error_handler_t::ignore))}}}}});
        break;
      }
      case 2: {
        const auto* method = kPositionRequests[below(random_, std::size(kPositionRequests))];
        request(fmt::format("textDocument/{}", method),
                {{"textDocument", document}, {"position", position()}, {"newName", "renamed"}});
        break;
      }
      default: {
        const auto* method = kFileRequests[below(random_, std::size(kFileRequests))];
        request(fmt::format("textDocument/{}", method),
                {{"textDocument", document},
                 {"range", {{"start", position()}, {"end", position()}}},
                 {"context", Json::object()},
                 {"previousResultId", "1"}});
      }
    }
  }

  /// Half of the conversations are wrong in one more way.
  void spoil() {
    if (below(random_, 2) == 0) return;
    std::string& victim = messages_[below(random_, messages_.size())];
    switch (below(random_, 6)) {
      case 0: victim.resize(below(random_, victim.size())); break;
      case 1: victim[below(random_, victim.size())] = static_cast<char>(random_()); break;
      case 2: std::swap(victim, messages_[below(random_, messages_.size())]); break;
      case 3: messages_.push_back(victim); break;
      case 4: {
        constexpr const char* kValues[] = {"null", "-1",          "1e300", "[]",
                                           "{}",   "\"\\u0000\"", "true"};
        const std::size_t colon = victim.find(':', below(random_, victim.size()));
        const std::size_t end = victim.find_first_of(",}", colon);
        if (colon == victim.npos || end == victim.npos) break;
        victim.replace(colon + 1, end - colon - 1, kValues[below(random_, std::size(kValues))]);
        break;
      }
      default: victim = std::string(below(random_, 2000), '[');
    }
  }

  const Material& material_;
  Random& random_;
  std::vector<std::string> messages_;
  int last_id_ = 0, version_ = 1;
};

std::optional<std::string> id_of_request(const std::string& message) {
  const Json json = Json::parse(message, nullptr, false);
  if (!json.is_object() || !json.contains("id") || !json.contains("method")) return std::nullopt;
  if (!json["id"].is_number_integer() && !json["id"].is_string()) return std::nullopt;
  return json["id"].dump();
}

/// What is wrong with what the server says; empty when nothing is.
std::string problem_of(const std::vector<std::string>& messages) {
  std::multiset<std::string> open;
  std::string problem;
  lsp::Children children;
  lsp::ServerOptions options;
  options.deep_debounce = std::chrono::hours(1);  // No processes here.
  lsp::Server server(
      options,
      [&](const Json& message) {
        if (!message.contains("result") && !message.contains("error")) return;
        if (message.value("/error/code"_json_pointer, 0) == -32603)
          problem = "an internal error: " + lsp::dumped(message);
        const auto answered = open.find(message["id"].dump());
        if (answered != open.end()) open.erase(answered);
        else if (!message["id"].is_null()) problem = "an answer nobody asked for";
      },
      children);
  for (const std::string& message : messages) {
    if (const auto id = id_of_request(message)) open.insert(*id);
    server.receive({message, ""});
    while (server.step()) {
    }
    server.tick(lsp::Clock::now() + std::chrono::seconds(1));
  }
  if (!problem.empty()) return problem;
  return open.empty() || server.exit_code() ? "" : "a request without an answer: " + *open.begin();
}

TEST(FuzzLsp, EveryRequestIsAnsweredAndTheServerLives) {
  const Material material = policies();
  const std::uint64_t first = first_seed(), count = cases(250);
  std::size_t sent = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    Random random(seed);
    const std::vector<std::string> messages = Conversation(material, random).make();
    sent += messages.size();
    std::string shown;
    for (const std::string& message : messages) shown += message + "\n";
    const Watch watch(shown, ".jsonl");
    const std::string problem = problem_of(messages);
    ASSERT_EQ(problem, "") << "seed " << seed << ", saved as " << save(shown, "lsp", ".jsonl");
  }
  RecordProperty("messages", static_cast<int>(sent));
}

}  // namespace
}  // namespace sla::fuzz
