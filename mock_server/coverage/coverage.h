#pragma once

#include <bitset>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/sources.h"
#include "http/message.h"
#include "mock_server/calls/trace.h"

namespace sellsign::mock {

/// All of a request that decides which statements it exercises.
struct Seen {
  const api::Endpoint* row = nullptr;
  std::bitset<api::k_most_fields> present;
  std::uint32_t facts = 0;
  std::uint32_t departures = 0;  ///< bits of api::DepartureId
  std::int16_t status = 0;
  Outcome outcome = Outcome::none;
  api::BodyForm body = api::BodyForm::none;
  api::VerbSet verb = 0;
  bool faulted = false;

  bool operator==(const Seen&) const = default;
};

/// Reduces an exchange to what coverage rules look at.
Seen seen_of(const http::Request& request, const http::Reply& reply, const Trace& trace);

/// One row: a statement about built calls, and which requests exercise it.
struct CoverageRule {
  const api::Source* source;
  bool (*exercises)(const Seen& seen);
};

/// A row for every statement but those of topic `later`, in the order of `api::sources()`.
std::span<const CoverageRule> coverage_rules();

/// How often one statement was exercised.
struct StatementHits {
  const api::Source* source = nullptr;
  std::uint64_t hits = 0;
};

/// Which of the vendor's statements about built calls the requests so far have exercised. A statement about
/// answers counts as exercised when such an answer was given. Thread-safe.
class Coverage {
 public:
  /// Counts an exchange. Answers made by a fault exercise nothing.
  void note(const Seen& seen);

  /// One row for each statement about built calls, in the order of `api::sources()`.
  std::vector<StatementHits> hits() const;

  /// Forgets all; returns how many statements had been exercised.
  std::size_t clear();

 private:
  struct Hash {
    std::size_t operator()(const Seen& seen) const;
  };
  mutable std::mutex mutex_;
  std::unordered_map<Seen, std::uint64_t, Hash> kinds_;  // requests of one kind exercise the same
  std::vector<std::uint64_t> others_;                    // hits of kinds beyond the most that are kept
};

/// `GET coverage` of the control API.
std::string coverage_json(std::span<const StatementHits> hits);

/// `GET coverage.md`: what was never exercised, then all.
std::string coverage_markdown(std::span<const StatementHits> hits);

}  // namespace sellsign::mock
