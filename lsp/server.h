#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "lsp/children.h"
#include "lsp/diagnostics.h"
#include "lsp/framing.h"
#include "lsp/session.h"

namespace sla::lsp {

struct ServerOptions {
  std::vector<std::string> library_folders;
  /// How long after a change findings are worked out, if nothing else changes.
  std::chrono::milliseconds quick_debounce{12};
  /// And those of the whole agreement, after these.
  std::chrono::milliseconds deep_debounce{350};
};

/// The conversation with one client: what to do with each message and when to say what unasked.
/// Knows nothing of files and pipes, except that work which takes long goes to `Children`. One
/// thread; all calls return soon.
class Server {
 public:
  using Send = std::function<void(const Json& message)>;

  Server(ServerOptions options, Send send, Children& children);

  /// Takes what came in. Cancellations count at once, everything else in its turn.
  void receive(Frame frame);
  /// Handles the next message; false when there is none.
  bool step();
  /// When `tick` has something to do.
  std::optional<Clock::time_point> due() const;
  /// Does the debounced work whose time has come.
  void tick(Clock::time_point now);

  /// After `exit`. The exit code is 0 if there was a `shutdown` before, else 1.
  std::optional<int> exit_code() const { return exit_code_; }
  bool shut_down() const { return phase_ == Phase::shut_down; }

 private:
  enum class Phase : std::uint8_t { created, initialized, shut_down };
  using Request = std::function<Answer(const Json& params)>;
  using Notification = std::function<void(const Json& params)>;
  /// Of one root.
  struct Shown {
    std::shared_ptr<const Snapshot> snapshot;  ///< Null: its text cannot be read.
    Diagnoses diagnoses;
    std::optional<Clock::time_point> deep_due;
    Children::Id analysis = 0;  ///< That runs.
    bool analysed = false;      ///< Or that was tried and found to be impossible.
  };

  // server.cpp
  void handle(Json message);
  void answer(const Json& id, Answer answer);
  void fail(const Json& id, int code, const std::string& message);
  void notify(const char* method, Json params);
  void request(const char* method, Json params);
  void show(int type, const std::string& message);
  Answer call(const Request& request, const Json& params);
  void add_lifecycle();
  void add_documents();
  Answer initialize(const Json& params);

  // server_features.cpp
  void add_features();
  void add_feature(const char* method, std::function<Answer(const Place&)> feature);
  Json tokens_result(const Place& place, const std::string& uri);
  Answer tokens_delta(const Json& params);

  // server_publish.cpp
  void changed();
  void check_all();
  void check_root(const std::string& root, const Document& document);
  void analyse(const std::string& root, Shown& shown);
  void analysed(const std::string& root, const std::string& text, bool ok);
  void publish();
  std::vector<Diagnosis> diagnoses_for(const std::string& uri) const;

  // server_commands.cpp
  void execute(const Json& id, const Json& params);
  void run_test(const Json& id, const Json& arguments);
  void try_data(const Json& id, const Json& arguments);
  void tell_tests(const std::string& title, const Json& report);
  void start(const Json& id, const Children::Work& work, Children::Done done);

  ServerOptions options_;
  Send send_;
  Children& children_;
  Session session_;
  Phase phase_ = Phase::created;
  std::optional<int> exit_code_;

  std::deque<Json> queue_;
  std::set<std::string> cancelled_;  ///< Identifiers, as text.
  std::map<std::string, std::pair<Json, Children::Id>>
      running_;  ///< Requests that children answer.
  std::int64_t next_request_ = 1;

  std::map<std::string, Request> requests_;
  std::map<std::string, Notification> notifications_;

  std::optional<Clock::time_point> quick_due_, first_change_;
  std::map<std::string, Shown> shown_;     ///< By the root's path.
  std::map<std::string, Json> published_;  ///< By URI: the diagnostics that the client has.
  std::map<std::string, std::map<std::string, Diagnosis>> failed_tests_;  ///< URI, title.

  struct Tokens {
    std::string id;
    std::vector<std::uint32_t> data;
  };
  std::map<std::string, Tokens> tokens_;  ///< By URI: what the client was told last.
  std::uint64_t last_tokens_ = 0;
};

}  // namespace sla::lsp
