#include "mock_server/journal/api.h"

#include <nlohmann/json.hpp>

#include "base/number.h"
#include "base/time_text.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/redaction.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_page = 100;
constexpr std::size_t k_longest_page = 1000;

http::Reply no_entry(const Journal& journal, std::string_view id) {
  const JournalTotals totals = journal.totals();
  std::string sentence = "There is no entry " + std::string(id.substr(0, 40)) + " in the journal";
  if (totals.kept == 0) return journal_error(404, sentence + ": it is empty.");
  return journal_error(404, sentence + "; it keeps those from " +
                                std::to_string(totals.last - totals.kept + 1) + " to " +
                                std::to_string(totals.last) + ".");
}

}  // namespace

http::Reply journal_list(const Journal& journal, const QueryPairs& query, Timestamp now) {
  auto filter = read_journal_filter(query, now);
  if (!filter) return journal_error(400, filter.error().message);
  filter->limit = filter->limit.value_or(k_page);
  if (*filter->limit > k_longest_page)
    return journal_error(400, "Query parameter \"limit\" must be at most 1000; go on with after=ID.");
  const JournalTotals totals = journal.totals();
  Json list = Json::array();
  Redaction redaction(journal.options().raw);
  for (JournalEntry& entry : journal.read(*filter))
    list.push_back(entry_json(redaction.clean(std::move(entry))));
  return journal_reply(200, {{"total", totals.recorded},
                             {"kept", totals.kept},
                             {"evicted", totals.evicted},
                             {"bytes", totals.bytes},
                             {"last", totals.last},
                             {"entries", std::move(list)}});
}

http::Reply journal_entry(const Journal& journal, std::string_view id) {
  const auto number = read_whole<std::uint64_t>(id);
  auto found = number ? journal.find(*number) : std::nullopt;
  if (!found) return no_entry(journal, id);
  Redaction redaction(journal.options().raw);
  const JournalEntry entry = redaction.clean(*std::move(found));
  Json json = entry_json(entry);
  json["query"] = entry.query;
  json["headers"] = entry.headers;
  json["body"] = entry.body;
  json["bodyBytes"] = entry.body_bytes;
  json["reply"] = {
      {"headers", reply_headers_of(entry)}, {"body", entry.reply_body}, {"bodyBytes", entry.reply_bytes}};
  json["curl"] = recorded_curl_line(entry);
  return journal_reply(200, json);
}

http::Reply journal_count(const Journal& journal, const QueryPairs& query, Timestamp now) {
  const auto filter = read_journal_filter(query, now);
  if (!filter) return journal_error(400, filter.error().message);
  return journal_reply(200, {{"count", journal.count(*filter)}});
}

http::Reply clear_journal(Journal& journal) { return journal_reply(200, {{"entries", journal.clear()}}); }

}  // namespace sellsign::mock
