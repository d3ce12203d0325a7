#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/percent.h"
#include "base/text.h"
#include "base/time_text.h"
#include "base/utf8.h"
#include "http/response_writer.h"
#include "mock_server/journal/api.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/redaction.h"

// HTTP Archive 1.2: http://www.softwareishard.com/blog/har-12-spec/

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;

Json named(std::string_view name, std::string_view value) { return {{"name", name}, {"value", value}}; }

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json list = Json::array();
  for (const auto& [name, value] : pairs) list.push_back(named(name, value));
  return list;
}

/// The cookies of a request: `a=1; b=2`.
Json cookies_json(std::string_view text) {
  Json list = Json::array();
  while (!text.empty()) {
    std::string_view pair = take_part(text, ';');
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos)
      list.push_back(named(pair.substr(0, equals), pair.substr(equals + 1)));
  }
  return list;
}

std::string cut_comment(std::size_t kept, std::size_t bytes) {
  return "the journal kept " + std::to_string(kept) + " of " + std::to_string(bytes) + " bytes";
}

Json request_json(const JournalEntry& entry) {
  Json request = {{"method", entry.verb},
                  {"url", recorded_url(entry, entry.query)},
                  {"httpVersion", "HTTP/1.1"},
                  {"cookies", cookies_json(header_of(entry.headers, "Cookie").value_or(""))},
                  {"headers", pairs_json(entry.headers)},
                  {"queryString", pairs_json(read_query(entry.query))},
                  {"headersSize", -1},
                  {"bodySize", entry.body_bytes}};
  if (entry.body_bytes == 0) return request;
  request["postData"] = {{"mimeType", header_of(entry.headers, "Content-Type").value_or("")},
                         {"text", entry.body}};
  if (!entry.body_is_whole) request["postData"]["comment"] = cut_comment(entry.body.size(), entry.body_bytes);
  return request;
}

Json content_json(const JournalEntry& entry) {
  Json content = {{"size", entry.reply_bytes}, {"mimeType", entry.content_type.text()}};
  const bool is_text = is_utf8(entry.reply_body);
  content["text"] = is_text ? entry.reply_body : encode_base64(entry.reply_body);
  if (!is_text) content["encoding"] = "base64";
  if (!entry.reply_is_whole) content["comment"] = cut_comment(entry.reply_body.size(), entry.reply_bytes);
  return content;
}

Json exchange_json(const JournalEntry& entry) {
  const double milliseconds = static_cast<double>((entry.service + entry.delay).count()) / 1e6;
  return {{"startedDateTime", show_instant(entry.at)},
          {"time", milliseconds},
          {"request", request_json(entry)},
          {"response",
           {{"status", entry.status},
            {"statusText", http::phrase_of(entry.status)},
            {"httpVersion", "HTTP/1.1"},
            {"cookies", Json::array()},
            {"headers", pairs_json(reply_headers_of(entry))},
            {"content", content_json(entry)},
            {"redirectURL", header_of(entry.reply_headers, "Location").value_or("")},
            {"headersSize", -1},
            {"bodySize", entry.reply_bytes}}},
          {"cache", Json::object()},
          {"timings", {{"send", 0}, {"wait", milliseconds}, {"receive", 0}}},
          {"comment", "entry " + std::to_string(entry.id)}};
}

}  // namespace

http::Reply journal_har(const Journal& journal, const QueryPairs& query, Timestamp now,
                        std::string_view version) {
  const auto filter = read_journal_filter(query, now);
  if (!filter) return journal_error(400, filter.error().message);
  auto entries = journal.read(*filter);
  std::ranges::sort(entries, {}, &JournalEntry::id);
  Redaction redaction(journal.options().raw);
  Json list = Json::array();
  for (JournalEntry& entry : entries)
    if (!entry.verb.empty())  // what the front refused has no request to show
      list.push_back(exchange_json(redaction.clean(std::move(entry))));
  const Json creator = {{"name", "sellsign"}, {"version", version}};
  return journal_reply(200,
                       {{"log", {{"version", "1.2"}, {"creator", creator}, {"entries", std::move(list)}}}});
}

}  // namespace sellsign::mock
