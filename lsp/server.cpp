#include "lsp/server.h"

#include <algorithm>

#include <fmt/format.h>

#include "lsp/features.h"
#include "lsp/uri.h"

namespace sla::lsp {
namespace {

/// Deeper than any message: what is nested deeper is an attack on recursive code.
constexpr int kDeepestMessage = 100;
constexpr std::chrono::milliseconds kLongestWait{120};

bool is_nested_too_deep(const std::string& body) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kDeepestMessage) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

bool is_id(const Json& json) { return json.is_string() || json.is_number_integer(); }

Json id_of(const Json& message) {
  const auto id = message.find("id");
  return id != message.end() && is_id(*id) ? *id : Json();
}

}  // namespace

Server::Server(ServerOptions options, Send send, Children& children)
    : options_(std::move(options)), send_(std::move(send)), children_(children) {
  session_.engine.library_folders = options_.library_folders;
  add_lifecycle();
  add_documents();
  add_features();
}

// ---- messages -----------------------------------------------------------------------------------

void Server::receive(Frame frame) {
  if (!frame.problem.empty()) return fail(nullptr, kParseError, frame.problem);
  if (is_nested_too_deep(frame.body))
    return fail(nullptr, kParseError, "a message that is nested too deep");
  Json message = Json::parse(frame.body, nullptr, false);
  if (message.is_discarded()) return fail(nullptr, kParseError, "a message that is no JSON");
  if (message.is_object() && message.value("method", Json()) == "$/cancelRequest") {
    const Json params = message.value("params", Json());
    if (!params.is_object() || !params.contains("id") || !is_id(params["id"])) return;
    const std::string id = dumped(params["id"]);
    if (const auto running = running_.find(id); running != running_.end()) {
      children_.stop(running->second.second);
      fail(running->second.first, kRequestCancelled, "cancelled");
      running_.erase(running);
      return;
    }
    const bool waits = std::ranges::any_of(queue_, [&](const Json& each) {
      return each.is_object() && each.contains("id") && dumped(each["id"]) == id;
    });
    if (waits) cancelled_.insert(id);
    return;
  }
  queue_.push_back(std::move(message));
}

bool Server::step() {
  if (queue_.empty() || exit_code_) return false;
  Json message = std::move(queue_.front());
  queue_.pop_front();
  handle(std::move(message));
  return true;
}

void Server::handle(Json message) {
  if (!message.is_object() || message.value("jsonrpc", Json()) != "2.0")
    return fail(message.is_object() ? id_of(message) : Json(), kInvalidRequest,
                "no message of JSON-RPC 2.0");
  const auto method = message.find("method");
  if (method == message.end()) {
    // The answer to a request of ours needs no action.
    if (message.contains("result") || message.contains("error")) return;
    return fail(id_of(message), kInvalidRequest, "a message without a method");
  }
  if (!method->is_string()) return fail(id_of(message), kInvalidRequest, "a method is a text");
  const bool is_request = message.contains("id");
  if (is_request && !is_id(message["id"]))
    return fail(nullptr, kInvalidRequest, "an id is a whole number or a text");
  const auto& name = method->get_ref<const std::string&>();
  const Json params = message.contains("params") ? std::move(message["params"]) : Json::object();
  if (!is_request) {
    const auto found = notifications_.find(name);
    if (found == notifications_.end()) return;  // Also `$/...`, which may be left alone.
    if (phase_ == Phase::created && name != "exit") return;
    call([&](const Json& given) -> Answer { return found->second(given), Json(); }, params);
    return;
  }
  const Json& id = message["id"];
  if (cancelled_.erase(dumped(id)) > 0) return fail(id, kRequestCancelled, "cancelled");
  if (phase_ == Phase::created && name != "initialize")
    return fail(id, kNotInitialized, "`initialize` comes first");
  if (phase_ == Phase::shut_down) return fail(id, kInvalidRequest, "the server was shut down");
  if (name == "workspace/executeCommand") {
    const Answer refused = call(
        [&](const Json& given) -> Answer {
          execute(id, given);
          return Json();
        },
        params);
    if (!refused) fail(id, refused.error().code, refused.error().message);
    return;
  }
  const auto found = requests_.find(name);
  if (found == requests_.end())
    return fail(id, kMethodNotFound, fmt::format("there is no method {}", name.substr(0, 100)));
  answer(id, call(found->second, params));
}

/// Wrong types in parameters come out of the JSON library as exceptions.
Answer Server::call(const Request& request, const Json& params) {
  try {
    return request(params);
  } catch (const Json::exception& error) {
    return std::unexpected(Failure{kInvalidParams, error.what()});
  } catch (const std::exception& error) {
    return std::unexpected(Failure{kInternalError, error.what()});
  }
}

void Server::answer(const Json& id, Answer answer) {
  if (!answer) return fail(id, answer.error().code, answer.error().message);
  send_({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(*answer)}});
}

void Server::fail(const Json& id, int code, const std::string& message) {
  send_({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}});
}

void Server::notify(const char* method, Json params) {
  send_({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
}

void Server::request(const char* method, Json params) {
  send_({{"jsonrpc", "2.0"},
         {"id", fmt::format("sla-{}", next_request_++)},
         {"method", method},
         {"params", std::move(params)}});
}

void Server::show(int type, const std::string& message) {
  notify("window/showMessage", {{"type", type}, {"message", message}});
}

// ---- lifecycle ----------------------------------------------------------------------------------

namespace {

Encoding negotiated(const Json& capabilities) {
  const Json offered = capabilities.value("/general/positionEncodings"_json_pointer, Json::array());
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf32}) {
    if (std::ranges::find(offered, Json(name_of(encoding))) != offered.end() &&
        (encoding == Encoding::utf8 || std::ranges::find(offered, Json("utf-16")) == offered.end()))
      return encoding;
  }
  return Encoding::utf16;
}

Client client_of(const Json& capabilities) {
  const auto is = [&](const char* pointer) {
    return capabilities.value(Json::json_pointer(pointer), Json(false)) == true;
  };
  return {is("/textDocument/completion/completionItem/snippetSupport"),
          is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
          is("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport")};
}

Json capabilities_of(Encoding encoding) {
  return {
      {"positionEncoding", name_of(encoding)},
      {"textDocumentSync",
       {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}}},
      {"hoverProvider", true},
      {"completionProvider", {{"triggerCharacters", {" ", ".", "[", "\""}}}},
      {"definitionProvider", true},
      {"referencesProvider", true},
      {"documentHighlightProvider", true},
      {"documentSymbolProvider", true},
      {"workspaceSymbolProvider", true},
      {"renameProvider", {{"prepareProvider", true}}},
      {"documentFormattingProvider", true},
      {"documentRangeFormattingProvider", true},
      {"codeActionProvider", {{"codeActionKinds", {"quickfix", "source.fixAll"}}}},
      {"codeLensProvider", {{"resolveProvider", false}}},
      {"foldingRangeProvider", true},
      {"inlayHintProvider", true},
      {"semanticTokensProvider",
       {{"legend", token_legend()}, {"full", {{"delta", true}}}, {"range", false}}},
      {"executeCommandProvider", {{"commands", {"sla.runTest", "sla.runTests", "sla.tryOnData"}}}},
      {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}};
}

}  // namespace

Answer Server::initialize(const Json& params) {
  if (phase_ != Phase::created)
    return std::unexpected(Failure{kInvalidRequest, "the server is initialized already"});
  if (!params.is_object())
    return std::unexpected(Failure{kInvalidParams, "`initialize` has parameters"});
  Json capabilities = params.value("capabilities", Json::object());
  if (!capabilities.is_object()) capabilities = Json::object();
  session_.encoding = negotiated(capabilities);
  session_.client = client_of(capabilities);
  const Json chosen = params.value("initializationOptions", Json());
  if (chosen.is_object() && chosen.value("hintsFrom", Json()).is_string())
    session_.hints_from = chosen["hintsFrom"].get<std::string>();
  // For editors that bring snippets of their own.
  if (chosen.is_object() && chosen.value("snippets", Json()) == false)
    session_.client.snippets = false;
  const Json folders = params.value("workspaceFolders", Json());
  for (const Json& folder : folders.is_array() ? folders : Json::array()) {
    if (!folder.is_object() || !folder.value("uri", Json()).is_string()) continue;
    if (const auto path = path_of(folder["uri"].get_ref<const std::string&>()))
      session_.engine.folders.push_back(*path);
  }
  if (session_.engine.folders.empty() && params.value("rootUri", Json()).is_string()) {
    if (const auto path = path_of(params["rootUri"].get_ref<const std::string&>()))
      session_.engine.folders.push_back(*path);
  }
  phase_ = Phase::initialized;
  return Json{{"capabilities", capabilities_of(session_.encoding)},
              {"serverInfo", {{"name", "sla"}, {"version", SLA_VERSION}}}};
}

void Server::add_lifecycle() {
  requests_["initialize"] = [this](const Json& params) { return initialize(params); };
  requests_["shutdown"] = [this](const Json&) -> Answer {
    phase_ = Phase::shut_down;
    return Json();
  };
  notifications_["initialized"] = [this](const Json&) {
    if (!session_.client.watches_files) return;
    request("client/registerCapability", {{"registrations",
                                           {{{"id", "sla-files"},
                                             {"method", "workspace/didChangeWatchedFiles"},
                                             {"registerOptions",
                                              {{"watchers",
                                                {{{"globPattern", "**/*.sla"}},
                                                 {{"globPattern", "**/*.ics"}},
                                                 {{"globPattern", "**/sla.toml"}}}}}}}}}});
  };
  notifications_["exit"] = [this](const Json&) { exit_code_ = phase_ == Phase::shut_down ? 0 : 1; };
}

void Server::add_documents() {
  notifications_["textDocument/didOpen"] = [this](const Json& params) {
    const Json& item = params.at("textDocument");
    session_.documents.open(item.at("uri").get<std::string>(), item.at("text").get<std::string>(),
                            item.value("version", std::int64_t{0}));
    session_.engine.forget();
    changed();
  };
  notifications_["textDocument/didChange"] = [this](const Json& params) {
    const auto document = document_in(session_, params);
    if (!document) return;
    bool understood = true;
    for (const Json& change : params.at("contentChanges"))
      understood = session_.documents.change(**document, change, session_.encoding) && understood;
    const Json version = params.at("textDocument").value("version", Json());
    if (version.is_number_integer()) (*document)->version = version.get<std::int64_t>();
    failed_tests_.erase((*document)->uri);  // Their places may have moved.
    if (!understood) {
      show(1, fmt::format("sla lost track of {}: close and open it again", (*document)->path));
    }
    changed();
  };
  notifications_["textDocument/didClose"] = [this](const Json& params) {
    const auto& uri = params.at("textDocument").at("uri").get_ref<const std::string&>();
    session_.documents.close(uri);
    session_.engine.forget();
    failed_tests_.erase(uri);
    tokens_.erase(uri);
    // At once: the editor has no use for findings about what it does not show.
    check_all();
  };
  const auto outside = [this](const Json&) {
    session_.engine.forget();
    changed();
  };
  notifications_["textDocument/didSave"] = outside;
  notifications_["workspace/didChangeWatchedFiles"] = outside;
  notifications_["workspace/didChangeConfiguration"] = outside;
  notifications_["workspace/didChangeWorkspaceFolders"] = [this](const Json& params) {
    const Json& event = params.at("event");
    auto& folders = session_.engine.folders;
    for (const Json& each : event.value("removed", Json::array()))
      std::erase(folders, path_of(each.at("uri").get<std::string>()).value_or(""));
    for (const Json& each : event.value("added", Json::array())) {
      if (auto path = path_of(each.at("uri").get<std::string>()))
        folders.push_back(std::move(*path));
    }
    session_.engine.forget();
    changed();
  };
}

void Server::changed() {
  const Clock::time_point now = Clock::now();
  if (!first_change_) first_change_ = now;
  // Somebody who types without a pause is told something, too.
  quick_due_ = std::min(now + options_.quick_debounce, *first_change_ + kLongestWait);
  for (auto& [root, shown] : shown_) {
    children_.stop(shown.analysis);
    shown.analysis = 0;
    shown.deep_due.reset();
  }
}

std::optional<Clock::time_point> Server::due() const {
  std::optional<Clock::time_point> first = quick_due_;
  for (const auto& [root, shown] : shown_) {
    if (shown.deep_due) first = first ? std::min(*first, *shown.deep_due) : *shown.deep_due;
  }
  return first;
}

void Server::tick(Clock::time_point now) {
  if (quick_due_ && now >= *quick_due_) check_all();
  for (auto& [root, shown] : shown_) {
    if (shown.deep_due && now >= *shown.deep_due) analyse(root, shown);
  }
}

}  // namespace sla::lsp
