#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/endpoints.h"
#include "api/fields.h"
#include "base/percent.h"
#include "base/result.h"

namespace sellsign::mock {

/// What a filter looks at; views of the entry.
struct JournalFacts {
  std::uint64_t id;
  Timestamp at;
  int status;
  const api::Endpoint* row;
  bool warned;
  std::string_view number, token;
};

enum class JournalOrder : bool { newest, oldest };

/// Which entries of a journal are meant. The default is all of them, newest first.
struct JournalFilter {
  const api::Endpoint* call = nullptr;  ///< null: any
  std::optional<std::string> number;
  std::optional<std::string> token;
  int lowest_status = 0;
  int highest_status = 999;
  std::optional<Timestamp> since;
  bool unmatched = false;            ///< only those of no call
  bool warned = false;               ///< only those with departures
  std::uint64_t after = 0;           ///< only ids greater than this
  std::optional<std::size_t> limit;  ///< none: all
  JournalOrder order = JournalOrder::newest;

  bool matches(const JournalFacts& facts) const;
};

/// Reads the query `call=...&status=4xx&since=5m&...`. `namespace` is passed over: it says which
/// journal. `unmatched` and `warned` narrow when true and say nothing when false. `now` is what the age in
/// `since` counts from. Error kind `usage`: one sentence that names the parameter.
Result<JournalFilter> read_journal_filter(const QueryPairs& query, Timestamp now);

}  // namespace sellsign::mock
