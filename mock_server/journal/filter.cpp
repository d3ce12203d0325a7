#include "mock_server/journal/filter.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "base/nearest.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mock_server/journal/status_class.h"

namespace sellsign::mock {
namespace {

/// What is wrong with a value, to be read behind `must be `; empty: nothing.
using Complaint = std::string;
using ReadValue = Complaint (*)(std::string_view text, Timestamp now, JournalFilter& filter);

Complaint read_call(std::string_view text, Timestamp /*now*/, JournalFilter& filter) {
  filter.call = api::find_endpoint(text);
  if (filter.call == nullptr) return "the id of a call" + did_you_mean(text, api::endpoint_ids());
  if (filter.call->call != api::Call::not_built) return {};
  return "a call that this mock answers: requests of others are kept without one, see unmatched=1";
}

template <std::optional<std::string> JournalFilter::*member>
Complaint take_text(std::string_view text, Timestamp /*now*/, JournalFilter& filter) {
  filter.*member = text;
  return {};
}

Complaint read_status(std::string_view text, Timestamp /*now*/, JournalFilter& filter) {
  const auto statuses = read_status_class(text);
  if (!statuses) return "a status such as 404, or a class such as 4xx";
  std::tie(filter.lowest_status, filter.highest_status) = *statuses;
  return {};
}

Complaint read_since(std::string_view text, Timestamp now, JournalFilter& filter) {
  if (const auto number = read_whole<std::uint64_t>(text);
      number && Timestamp(std::chrono::milliseconds(*number)) <= k_latest)
    filter.since = Timestamp(std::chrono::milliseconds(*number));
  else if (const auto age = parse_milliseconds(text))
    filter.since = now - *age;
  else if (const auto instant = parse_instant(text))
    filter.since = *instant;
  return filter.since ? ""
                      : "a time (2026-11-25T10:00:00Z, UTC), milliseconds since the epoch, or an age such as "
                        "90s, 5m, 2h";
}

template <bool JournalFilter::*flag>
Complaint read_flag(std::string_view text, Timestamp /*now*/, JournalFilter& filter) {
  filter.*flag = text == "1" || text == "true";
  return filter.*flag || text == "0" || text == "false" ? "" : "1, 0, true or false";
}

Complaint read_after(std::string_view text, Timestamp /*now*/, JournalFilter& filter) {
  const auto id = read_whole<std::uint64_t>(text);
  if (!id || *id == std::numeric_limits<std::uint64_t>::max()) return "the id of an entry, or 0";
  filter.after = *id;
  return {};
}

Complaint read_limit(std::string_view text, Timestamp /*now*/, JournalFilter& filter) {
  const auto limit = read_whole<std::uint64_t>(text);
  if (!limit) return "a whole number";
  filter.limit = static_cast<std::size_t>(*limit);
  return {};
}

Complaint read_order(std::string_view text, Timestamp /*now*/, JournalFilter& filter) {
  filter.order = text == "oldest" ? JournalOrder::oldest : JournalOrder::newest;
  return text == "oldest" || text == "newest" ? "" : "oldest or newest";
}

Complaint pass_over(std::string_view /*text*/, Timestamp /*now*/, JournalFilter& /*filter*/) { return {}; }

struct Row {
  std::string_view name;
  ReadValue read;
};

constexpr Row k_rows[] = {{"call", read_call},
                          {"number", take_text<&JournalFilter::number>},
                          {"status", read_status},
                          {"token", take_text<&JournalFilter::token>},
                          {"since", read_since},
                          {"after", read_after},
                          {"limit", read_limit},
                          {"order", read_order},
                          {"unmatched", read_flag<&JournalFilter::unmatched>},
                          {"warned", read_flag<&JournalFilter::warned>},
                          {"namespace", pass_over}};

}  // namespace

bool JournalFilter::matches(const JournalFacts& facts) const {
  return facts.id > after && facts.status >= lowest_status && facts.status <= highest_status &&
         (call == nullptr || facts.row == call) && !(unmatched && facts.row != nullptr) &&
         !(warned && !facts.warned) && !(since && facts.at < *since) &&
         !(number && facts.number != *number) && !(token && facts.token != *token);
}

Result<JournalFilter> read_journal_filter(const QueryPairs& query, Timestamp now) {
  JournalFilter filter;
  std::array<bool, std::size(k_rows)> seen{};
  for (const auto& [name, value] : query) {
    const auto* const row = std::ranges::find(k_rows, name, &Row::name);
    if (row == std::end(k_rows))
      return usage_error("There is no query parameter " + in_quotes(name) +
                         did_you_mean(name, k_rows, &Row::name) + ".");
    if (std::exchange(seen[static_cast<std::size_t>(row - k_rows)], true))
      return usage_error("Query parameter " + in_quotes(name) + " is given twice.");
    if (const Complaint complaint = row->read(value, now, filter); !complaint.empty())
      return usage_error("Query parameter " + in_quotes(name) + " must be " + complaint + ", not " +
                         in_quotes(value.substr(0, 80)) + ".");
  }
  return filter;
}

}  // namespace sellsign::mock
