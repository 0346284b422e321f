#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "storage.hpp"
#include "text.hpp"

namespace routing {

struct Options {
  std::string policy, roster, state;
  int port = 8080;
  /// Whose time counts: the machine's, or that of the latest event, to replay what happened once.
  bool clock_of_events = false;
};

/// Follows leads by the policy in force, and keeps what it knows on disk. Any thread.
class Service {
 public:
  /// Goes on where it was stopped. Throws for a policy, roster or folder that cannot be used.
  explicit Service(Options options);

  /// Takes events and says what became of them: {"taken": 2, "repeated": 0, ..., "malformed":
  /// [{"row": 3, "why": "..."}], "changes": 5}. Those that are malformed do not stop the others.
  Json take(const std::vector<Json>& rows);
  /// What is due on a lead, and when can that change?
  Json due(const std::string& lead);
  /// Gives a lead to whoever has the least that is open; also an event.
  Json assign(const std::string& lead);
  /// Reminders and escalations from number `since` on, oldest first: what somebody is to send. Each
  /// has a key that never changes, so that nothing is sent twice.
  Json actions(std::uint64_t since);
  Json health();

  /// Opens the policy's file again and puts it in force. Until then, and if that fails (it throws),
  /// the old policy answers: what takes long happens beside it.
  Json reload();
  /// Moves the clock as time goes by, until stop(). Blocks: has a thread of its own.
  void run_clock();
  void stop();
  void save();

 private:
  /// What depends on the policy, replaced as a whole.
  struct Following {
    sla::Policy policy;
    sla::Session session;
    std::map<std::string, int, std::less<>> open;  ///< By owner: obligations that run.
  };

  Following follow(const sla::Policy& policy, const std::optional<Storage::Snapshot>& from,
                   std::uint64_t end) const;
  void catch_up(Following& following, std::uint64_t begin, std::uint64_t end) const;
  static void count(Following& following, const sla::Verdict& verdict, int by);
  sla::Time clock() const;
  std::size_t advance();
  void note(const sla::Action& action);
  Json take_locked(const std::vector<Json>& rows);
  Json due_locked(const std::string& lead);
  void save_locked();

  const Options options_;
  const std::vector<std::string> owners_;
  std::mutex reloading_;  ///< Taken before the next one.
  std::mutex mutex_;      ///< Of everything below.
  std::condition_variable changed_;
  Storage storage_;
  std::optional<sla::Time> latest_;  ///< Of the events so far.
  Following following_;
  std::deque<Json> actions_;
  std::uint64_t first_action_ = 0, saved_ = 0;
  bool stopped_ = false;
};

}  // namespace routing
