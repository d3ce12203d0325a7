#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/endpoints.h"
#include "api/fields.h"
#include "http/message.h"
#include "mock_server/calls/trace.h"
#include "mock_server/journal/filter.h"

namespace sellsign::mock {

/// What a journal holds at most; the oldest entries make room.
struct JournalOptions {
  std::size_t entries = 10'000;                ///< at least 1
  std::size_t bytes = std::size_t{32} << 20U;  ///< memory really held, spare room included
  std::size_t body = std::size_t{16} << 10U;   ///< bytes kept of a body, of request and reply each
  bool raw = false;                            ///< what reads it for others shows tokens and personal fields
};

/// What is kept of an exchange beside its texts.
struct JournalHead {
  std::uint64_t id = 0;
  Timestamp at{};
  std::chrono::nanoseconds service{};      ///< how long the mock took, without a front
  std::chrono::milliseconds delay{};       ///< how long a fault then held the answer back
  const api::Endpoint* row = nullptr;      ///< the call; null when none was matched
  const api::Endpoint* nearest = nullptr;  ///< the call, else the one that the request comes nearest to
  http::MediaType content_type;            ///< of the reply
  std::size_t body_bytes = 0;              ///< the true length of the request's body
  std::size_t reply_bytes = 0;             ///< the true length of the reply's body
  std::uint16_t status = 0;
  bool refused = false;             ///< a sentence was answered instead of the call's shape
  bool performed = false;           ///< the call's parameters were read
  Outcome outcome = Outcome::none;  ///< what the call did to the state
};

/// Headers by name, in their order.
using RecordedHeaders = std::vector<std::pair<std::string, std::string>>;

/// One exchange, as it was: nothing is redacted. Owns its texts.
struct JournalEntry : JournalHead {
  std::string number;  ///< of the customer that the request is about, or empty
  std::string token;   ///< the one that counted, or empty
  std::string verb, path, query;
  std::string fault;  ///< name of the fault that was applied, or empty
  RecordedHeaders headers;
  std::string body;  ///< the first `JournalOptions::body` bytes
  bool body_is_whole = true;
  std::vector<api::Departure> departures;
  RecordedHeaders reply_headers;
  std::string reply_body;  ///< the first `JournalOptions::body` bytes
  bool reply_is_whole = true;
};

/// What happened since the journal was made or cleared; `last` and ids go on.
struct JournalTotals {
  std::uint64_t recorded = 0;
  std::uint64_t kept = 0;
  std::uint64_t evicted = 0;
  std::uint64_t last = 0;  ///< id of the newest entry ever, 0 before the first
  std::size_t bytes = 0;   ///< memory held
};

/// The last exchanges, bounded by number and memory. Thread-safe; readers hold the lock for a few dozen
/// entries at a time.
class Journal {
 public:
  explicit Journal(JournalOptions options = {});

  /// Adds one exchange; the oldest make room.
  void record(const http::Request& request, const http::Reply& reply, const Trace& trace, Timestamp at,
              std::chrono::nanoseconds service);

  /// Forgets all entries and totals and gives their memory back; answers how many entries there were.
  std::size_t clear();

  JournalTotals totals() const;

  /// The entry of that id, unless it was evicted or cleared.
  std::optional<JournalEntry> find(std::uint64_t id) const;

  /// The entries that the filter lets through, in its order, `limit` at most. What is recorded meanwhile is
  /// not among them; what is evicted meanwhile may be missing.
  std::vector<JournalEntry> read(const JournalFilter& filter) const;

  /// How many entries the filter lets through, whatever its limit.
  std::size_t count(const JournalFilter& filter) const;

  /// From now on holds so much memory at most, instead of `JournalOptions::bytes`.
  void limit_bytes(std::size_t most);

  const JournalOptions& options() const { return options_; }

 private:
  /// An entry whose texts stand one after another, each behind its length.
  struct Slot : JournalHead {
    std::uint32_t headers = 0, reply_headers = 0, departures = 0;
    std::string texts;
  };

  static JournalFacts facts_of(const Slot& slot);
  static JournalEntry entry_of(const Slot& slot);
  void pack(const http::Request& request, const http::Reply& reply, const Trace& trace,
            std::string& texts) const;
  Slot& slot_of(std::uint64_t id);
  const Slot& slot_of(std::uint64_t id) const;
  Slot& take_slot();
  void fit(std::string& texts, std::size_t size);
  void evict_oldest();
  void shrink();
  void scan(const JournalFilter& filter, const std::function<bool(const Slot&)>& take) const;

  const JournalOptions options_;
  mutable std::mutex mutex_;  // guards what follows
  std::deque<Slot> slots_;    // of the entries that are kept, oldest first
  std::string spare_;         // the room of an evicted entry, for the next one
  std::uint64_t base_ = 1;    // the first entry since all were forgotten
  std::uint64_t first_ = 1;   // the oldest entry kept
  std::uint64_t next_ = 1;
  std::size_t held_ = 0;
  std::size_t most_bytes_;
};

}  // namespace sellsign::mock
